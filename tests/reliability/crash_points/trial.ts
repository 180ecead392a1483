import assert from "node:assert/strict";
import { dyingAt, operationsOf, run, survives } from "../../support/disk/crash_run.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { historyOf, keepsItsWord, liveUntilDeath } from "../keepers/keeper.ts";
import { keepers } from "../keepers/keepers.ts";
import { where } from "../where.ts";
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
    {
      name: "a document is written in place",
      file: "src/adapters/disk/documents.ts",
      from: "const temporary = `${this.name}.new`;",
      to: "const temporary = this.name;",
      says: /killed in operation \d+.*: it is not JSON/s,
    },
    {
      name: "the records of the checkpoint before go before the new one is there",
      file: "src/host/checkpoint.ts",
      from:
        "    await this.#document.write();\n    this.saved = savedAs(stored);\n    await this.#removeOtherMachineFiles(machines.file);",
      to:
        "    await this.#removeOtherMachineFiles(machines.file);\n    await this.#document.write();\n    this.saved = savedAs(stored);",
      says: /which is missing/,
    },
  ],
  run: killAtEveryOperation,
};

/** Kills the process in each operation: before it, after it (which is before the next), and where it writes, with each of some parts of the bytes done. */
async function killAtEveryOperation(torture: Torture): Promise<string> {
  const sizes = inForm(torture, { short: { events: 18, parts: 2 }, long: { events: 60, parts: 12 } });
  const empty = new SimulatedDisk();
  const points = await operationsOf(empty, sizes.events);
  await coversAll(empty.afterKill(), sizes.events);
  for (let at = 1; at <= points; at++) {
    torture.progress(at, points);
    for (let part = 0; part < sizes.parts; part++) {
      const seed = torture.seed + at * sizes.parts + part;
      const disk = dyingAt(empty, at, seed);
      const known = await run(disk, sizes.events);
      assert.ok(disk.died, `the process lived through operation ${at}`);
      await where(
        `killed in operation ${at} (${disk.log[at - 1]}), seed ${seed}`,
        () => survives(disk.afterKill(), known, seed),
      );
    }
  }
  const inDocuments = await killInDocuments(torture.seed, sizes.parts);
  return `${points + inDocuments} points, ${sizes.parts} times each, 0 lost`;
}

/** The same for what is kept in documents. Gives how many points there are. */
async function killInDocuments(first: number, parts: number): Promise<number> {
  let points = 0;
  for (const keeper of await keepers()) {
    const { history, operations } = await historyOf(keeper);
    points += operations;
    for (let at = 1; at <= operations; at++) {
      for (let part = 0; part < parts; part++) {
        const seed = first + at * parts + part;
        const disk = dyingAt(keeper.folder, at, seed);
        const acknowledged = await liveUntilDeath(keeper, disk);
        assert.ok(disk.died, `${keeper.name} lived through operation ${at}`);
        await where(
          `${keeper.name} killed in operation ${at} (${disk.log[at - 1]}), seed ${seed}`,
          () => keepsItsWord(keeper, disk.afterKill(), { history, acknowledged }),
        );
      }
    }
  }
  return points;
}

/** All that a host ever does to its disk happens within the run. */
async function coversAll(disk: SimulatedDisk, events: number): Promise<void> {
  await run(disk, events);
  const done = new Set(disk.log.map((entry) => entry.replace(/0000\d+/, "N")));
  for (
    const wanted of [
      "create journal-N.jsonl",
      "remove journal-N.jsonl",
      "create machines-N.jsonl",
      "remove machines-N.jsonl",
      "rename state.json",
      "syncFolder",
    ]
  ) assert.ok(done.has(wanted), `no run does this: ${wanted}`);
}
