import assert from "node:assert/strict";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { during } from "../hosts/during.ts";
import { KilledHost } from "../hosts/killed_host.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { killInCheckpoint, type Part, PARTS } from "./checkpoint_kill.ts";
import { populate } from "./populate.ts";
import { isTorn, killInRecovery, tearJournal } from "./recovery_kill.ts";

export const interrupted: Trial = {
  number: 4,
  name: "killed during a checkpoint, and during recovery itself",
  goal: "300 each, 0 lost",
  bugs: [
    {
      name: "the old machines' file goes before state.json names the new one",
      file: "src/host/checkpoint.ts",
      from: "    await this.#document.write();\n    this.saved = savedAs(stored);\n" +
        "    await this.#removeOtherMachineFiles(machines.file);",
      to: "    await this.#removeOtherMachineFiles(machines.file);\n    await this.#document.write();\n" +
        "    this.saved = savedAs(stored);",
      says: /it names machines-\d+\.jsonl, which is missing/,
    },
    {
      name: "what a crash left unfinished is written on behind",
      file: "src/host/recovery.ts",
      from: "if (tornBytes > 0) await disk.truncate(segmentName(position.segment), soundBytes);",
      to: "",
      says: /its hash does not follow/,
    },
  ],
  run: interrupt,
};

interface Sizes {
  /** What the kills in checkpoints are aimed at, in turn. */
  readonly aims: readonly Part[];
  readonly checkpoints: number;
  readonly recoveries: number;
  readonly computers: number;
}

/** Only kills that fell into what they were aimed at count. */
async function interrupt(torture: Torture): Promise<string> {
  const sizes: Sizes = inForm(torture, {
    short: { aims: ["document"], checkpoints: 1, recoveries: 1, computers: 500 },
    long: { aims: PARTS, checkpoints: 300, recoveries: 300, computers: 5000 },
  });
  const { checkpoints, recoveries, computers } = sizes;
  const progress = (done: number) => torture.progress(done, checkpoints + recoveries);
  await using killed = await KilledHost.make(new SeededRandom(torture.seed), computers);
  await populate(killed);
  const parts = await duringCheckpoints(killed, sizes, progress);
  const torn = await duringRecoveries(killed, recoveries, (done) => progress(checkpoints + done));
  await killed.auditAll();
  return `${checkpoints} during a checkpoint (${parts}), ${recoveries} during recovery (${torn}), ` +
    `0 of ${killed.record.acknowledgements} activations lost`;
}

/** So many kills to each that counts at most. */
const MOST_TRIES = 10;

async function duringCheckpoints(
  killed: KilledHost,
  { aims, checkpoints: wanted }: Sizes,
  progress: (done: number) => void,
): Promise<string> {
  const hits: Part[] = [];
  for (let tries = 0; hits.length < wanted; tries++) {
    assert.ok(tries < MOST_TRIES * wanted, `of ${tries} kills only ${hits.length} fell into a checkpoint`);
    const aim = aims[tries % aims.length]!;
    const part = await during(`kill ${tries + 1}, at ${aim}`, killInCheckpoint(killed, aim));
    if (part !== undefined) hits.push(part);
    progress(hits.length);
  }
  return PARTS.map((part) => `${part} ${hits.filter((hit) => hit === part).length}`).join(", ");
}

/** One to some kills in recovery, then a start that must have everything, some load, a kill, and so on. */
async function duringRecoveries(
  killed: KilledHost,
  wanted: number,
  progress: (done: number) => void,
): Promise<string> {
  const { random } = killed;
  let [hits, torn, cut] = [0, 0, 0];
  for (let tries = 0; hits < wanted; tries++) {
    assert.ok(tries < MOST_TRIES * wanted, `of ${tries} kills only ${hits} fell into recovery`);
    if (tries === 0 || random.chance()) await tearJournal(killed);
    const wasTorn = await isTorn(killed);
    const atCut = wasTorn && random.chance();
    if (await during(`start ${tries + 1} that is killed`, killInRecovery(killed, atCut))) {
      hits += 1;
      if (wasTorn) torn += 1;
      if (wasTorn && !await isTorn(killed)) cut += 1;
    }
    progress(hits);
    if (random.upTo(2) < 2) await during(`after start ${tries + 1} that was killed`, liveShortly(killed));
  }
  return `${torn} with a torn journal, ${cut} of them after it was cut`;
}

async function liveShortly(killed: KilledHost): Promise<void> {
  await using host = await killed.start("host");
  const replies = killed.asking.replies(1 + killed.random.upTo(50));
  await Promise.all([killed.load(host), replies.then(() => host.kill())]);
  await killed.audit.journal();
}
