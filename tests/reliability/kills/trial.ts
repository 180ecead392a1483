import { systemTimer } from "../../../src/adapters/system/system.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { askForCheckpoint, KilledHost } from "../hosts/killed_host.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";

export const kills: Trial = {
  number: 1,
  name: "SIGKILL at random moments under load",
  goal: "2,000 kills, 0 acknowledged activations lost, 0 failed starts",
  bugs: [
    {
      name: "what is acknowledged is not written yet",
      file: "src/host/ledger.ts",
      from: "      await opened.journal.append(events);",
      to: "      opened.journal.append(events);",
      says: /acknowledged activations are lost/,
    },
    {
      name: "recovery leaves out the first event after the checkpoint",
      file: "src/journal/reader.ts",
      from: "claimed.n <= this.from.n)",
      to: "claimed.n <= this.from.n + 1)",
      says: /the host has counted another number of requests/,
    },
  ],
  run: killUnderLoad,
};

/** Every so many lives it is the whole program with supervisor and worker, and every so many a checkpoint is asked for under load. */
const PROGRAM_EVERY = 8;
const CHECKPOINT_EVERY = 3;

/** Kills a host that is asked by many computers, looks at what its next process has, and so on. */
async function killUnderLoad(torture: Torture): Promise<string> {
  const { lives, longest } = inForm(torture, {
    short: { lives: 3, longest: 120 },
    long: { lives: 2000, longest: 250 },
  });
  const random = new SeededRandom(torture.seed);
  await using killed = await KilledHost.make(random, 2000);
  for (let life = 0; life < lives; life++) {
    torture.progress(life, lives);
    await live(killed, life, random.upTo(longest)).catch((cause) => {
      throw new Error(`life ${life + 1}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    });
  }
  await killed.auditAll();
  const { acknowledgements, machines } = killed.record;
  return `${lives} kills, ${acknowledgements} activations of ${machines.size} computers acknowledged, 0 lost, 0 failed starts`;
}

/** From the start of a process to its end, so many milliseconds after its load began. */
async function live(killed: KilledHost, life: number, milliseconds: number): Promise<void> {
  const host = await killed.start(life % PROGRAM_EVERY === 1 ? "program" : "host");
  try {
    await Promise.all([
      killed.load(host),
      life % CHECKPOINT_EVERY === 0 ? askForCheckpoint(host, killed.random) : undefined,
      systemTimer.wait(milliseconds).then(() => host.kill()),
    ]);
  } finally {
    await host.kill();
  }
  await killed.audit.journal();
}
