import assert from "node:assert/strict";
import { dyingAt, operationsOf, run, survives } from "../../support/disk/crash_run.ts";
import { SimulatedDisk } from "../../support/disk/simulated_disk.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { historyOf, keepsItsWord, liveUntilDeath } from "../keepers/keeper.ts";
import { keepers } from "../keepers/keepers.ts";
import { inForm, type Torture, type Trial } from "../trial.ts";
import { where } from "../where.ts";

/**
 * The disk keeps what was synced (tests/support/disk); of the rest, bytes and names alike, any part in any order. The power goes in
 * each operation, comes back to many folders, and goes again while the host recovers.
 */
export const powerLoss: Trial = {
  number: 3,
  name: "power lost at every operation on the disk",
  goal: "20,000 crash states, 0 acknowledged lost, chain valid",
  bugs: [
    {
      name: "the journal is not synced",
      file: "src/journal/writer.ts",
      from: "    await this.#file.sync(batch.events === 1);\n    this.#durable",
      to: "    this.#durable",
      says: /power lost in .*(were acknowledged, \d+ are there|which the checkpoint holds)/s,
    },
    {
      name: "the name of a new file of the journal is not synced",
      file: "src/journal/writer.ts",
      from: "    await file.sync();\n    await disk.syncFolder();\n    return file;",
      to: "    await file.sync();\n    return file;",
      says: /power lost in .*(were acknowledged, \d+ are there|jsonl is missing|which the checkpoint holds)/s,
    },
    {
      name: "the records of a checkpoint are not synced",
      file: "src/host/machine_file.ts",
      from: "    await file.sync();",
      to: "    await Promise.resolve();",
      says: /power lost in .*machines-\d+\.jsonl: its content is not what state\.json says/s,
    },
    {
      name: "a document is renamed before it is synced",
      file: "src/adapters/disk/documents.ts",
      from: "      await file.sync();",
      to: "      await Promise.resolve();",
      says: /power lost in .*\.json: it is not/s,
    },
    {
      name: "the name of a document is not synced",
      file: "src/adapters/disk/documents.ts",
      from: "      await this.disk.rename(temporary, this.name);\n      await this.disk.syncFolder();",
      to: "      await this.disk.rename(temporary, this.name);",
      says: /power lost in .*which is missing/s,
    },
  ],
  run: losePower,
};

async function losePower(torture: Torture): Promise<string> {
  const sizes = inForm(torture, {
    short: { events: 15, losses: 3, again: 30 },
    long: { events: 42, losses: 45, again: 1 },
  });
  const states = await inHost(torture, sizes);
  const inRecovery = await inRecoveries(torture.seed, sizes);
  const inDocuments = await inKeepers(torture.seed, sizes.losses);
  const all = states + inRecovery + inDocuments;
  return `${all} crash states, ${inRecovery} of them in a recovery, 0 acknowledged lost, chain valid`;
}

interface Sizes {
  readonly events: number;
  /** Crash states of each operation. */
  readonly losses: number;
  /** The recovery is cut short of every so many operations. */
  readonly again: number;
}

async function inHost(torture: Torture, { events, losses }: Sizes): Promise<number> {
  const empty = new SimulatedDisk();
  const operations = await operationsOf(empty, events);
  for (let at = 1; at <= operations; at++) {
    torture.progress(at, operations);
    const disk = dyingAt(empty, at, torture.seed + at);
    const known = await run(disk, events);
    for (let loss = 0; loss < losses; loss++) {
      const seed = torture.seed + at * losses + loss;
      await where(
        `power lost in operation ${at} (${disk.log[at - 1]}), seed ${seed}`,
        () => survives(disk.afterPowerLoss(new SeededRandom(seed)), known, seed),
      );
    }
  }
  return operations * losses;
}

/** The power goes, and goes again in each operation of the recovery. */
async function inRecoveries(first: number, { events, again }: Sizes): Promise<number> {
  const empty = new SimulatedDisk();
  const operations = await operationsOf(empty, events);
  let states = 0;
  for (let at = 1 + first % again; at <= operations; at += again) {
    const seed = first + at;
    const crashed = dyingAt(empty, at, seed);
    const known = await run(crashed, events);
    const left = at % 2 === 0 ? crashed.afterKill() : crashed.afterPowerLoss(new SeededRandom(seed));
    const recovery = await operationsOf(left, 2, known);
    for (let second = 1; second <= recovery; second++, states++) {
      const disk = dyingAt(left, second, seed + second);
      const after = await run(disk, 2, known);
      await where(
        `power lost in operation ${at}, and again in operation ${second} after that, seed ${seed}`,
        () => survives(disk.afterPowerLoss(new SeededRandom(seed + second)), after, seed),
      );
    }
  }
  return states;
}

/** The same for what is kept in documents. */
async function inKeepers(first: number, losses: number): Promise<number> {
  let states = 0;
  for (const keeper of await keepers()) {
    const { history, operations } = await historyOf(keeper);
    for (let at = 1; at <= operations; at++) {
      const disk = dyingAt(keeper.folder, at, first + at);
      const acknowledged = await liveUntilDeath(keeper, disk);
      assert.ok(disk.died, `${keeper.name} lived through operation ${at}`);
      for (let loss = 0; loss < losses; loss++, states++) {
        const seed = first + at * losses + loss;
        await where(
          `${keeper.name}: power lost in operation ${at} (${disk.log[at - 1]}), seed ${seed}`,
          () => keepsItsWord(keeper, disk.afterPowerLoss(new SeededRandom(seed)), { history, acknowledged }),
        );
      }
    }
  }
  return states;
}
