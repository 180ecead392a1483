import assert from "node:assert/strict";
import { operationsOf, run, survives } from "../../support/disk/crash_run.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";

export const crashPoints: Trial = {
  number: 2,
  name: "killed at every operation on the disk",
  goal: "every point, 0 lost",
  bugs: [
    {
      name: "what is acknowledged is not written yet",
      file: "src/journal/writer.ts",
      from: "        await this.#commit(batch, bytes);\n        batch.done.resolve();",
      to: "        batch.done.resolve();\n        await this.#commit(batch, bytes);",
      says: /were acknowledged, \d+ are there/,
    },
  ],
  run: killAtEveryOperation,
};

/** Kills the process in each operation: before it, after it, and where it writes, after each of some parts of the bytes. */
async function killAtEveryOperation(torture: Torture): Promise<string> {
  const { events, parts } = inForm(torture, {
    short: { events: 18, parts: 2 },
    long: { events: 60, parts: 12 },
  });
  const empty = new SimulatedDisk();
  const points = await operationsOf(empty, events);
  for (let at = 1; at <= points; at++) {
    torture.progress(at, points);
    for (let part = 0; part < parts; part++) {
      const random = new SeededRandom(torture.seed + at * parts + part);
      const disk = empty.afterKill();
      disk.partOfWrite = (bytes) => random.upTo(bytes);
      disk.dieAt = at;
      const known = await run(disk, events);
      assert.ok(disk.died, `the process lived through operation ${at}`);
      await survives(disk.afterKill(), known, random.upTo(1_000_000));
    }
  }
  return `${points} points, ${parts} times each, 0 lost`;
}
