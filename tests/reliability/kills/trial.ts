import { systemTimer } from "../../../src/adapters/system/system.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { during } from "../hosts/during.ts";
import { askForCheckpoint, KilledHost } from "../hosts/killed_host.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";

export const kills: Trial = {
  number: 1,
  name: "SIGKILL at random moments under load",
  goal: "2,000 kills, 0 acknowledged activations lost, 0 failed starts",
  bugs: [
    {
      name: "what is acknowledged is gathered for a moment before it is written",
      file: "src/journal/writer.ts",
      from: "        await this.#commit(batch, bytes);\n        batch.done.resolve();",
      to:
        "        batch.done.resolve();\n        await new Promise((gathered) => setTimeout(gathered, 10));\n" +
        "        await this.#commit(batch, bytes);",
      says: /acknowledged activations are lost/,
    },
    {
      name: "recovery leaves out the first event after the checkpoint",
      file: "src/journal/reader.ts",
      from: ">= this.from.n) return undefined;\n    const claimed = claimedHead(line);\n" +
        "    return claimed !== undefined && claimed.n <= this.from.n ?",
      to: "> this.from.n) return undefined;\n    const claimed = claimedHead(line);\n" +
        "    return claimed !== undefined && claimed.n <= this.from.n + 1 ?",
      says: /the host has counted another number of requests|the checkpoint is not the fold of the journal/,
    },
  ],
  run: killUnderLoad,
};

/** Every so many lives it is the whole program with supervisor and worker, and every so many a checkpoint is asked for under load. */
const PROGRAM_EVERY = 8;
const CHECKPOINT_EVERY = 2;
/** At most so long, or so many replies, after the load began. */
const LONGEST_MS = 250;
const MOST_REPLIES = 100;

/** Kills a host that is asked by many computers, looks at what its next process has, and so on. */
async function killUnderLoad(torture: Torture): Promise<string> {
  const lives = inForm(torture, { short: 3, long: 2000 });
  const random = new SeededRandom(torture.seed);
  await using killed = await KilledHost.make(random, 2000);
  for (let life = 0; life < lives; life++) {
    torture.progress(life, lives);
    await during(`life ${life + 1}`, live(killed, life));
  }
  await killed.auditAll();
  const { acknowledgements, machines } = killed.record;
  return `${lives} kills, ${acknowledgements} activations of ${machines.size} computers acknowledged, 0 lost, 0 failed starts`;
}

/** From the start of a process to its end. */
async function live(killed: KilledHost, life: number): Promise<void> {
  const host = await killed.start(life % PROGRAM_EVERY === 2 ? "program" : "host");
  try {
    await Promise.all([
      killed.load(host),
      life % CHECKPOINT_EVERY === 1 ? askForCheckpoint(host, killed.random) : undefined,
      moment(killed, life % 4).then(() => host.kill()),
    ]);
  } finally {
    await host.kill();
  }
}

/** A quarter is killed when nothing is asked of it but one activation was just acknowledged. */
async function moment({ random, asking }: KilledHost, kind: number): Promise<void> {
  if (kind === 0) return;
  if (kind === 2) return await systemTimer.wait(random.upTo(LONGEST_MS));
  await asking.replies(1 + random.upTo(MOST_REPLIES));
}
