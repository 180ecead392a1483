import assert from "node:assert/strict";
import type { Disk } from "../../../src/ports.ts";
import { settled } from "../../support/fakes/fake_time.ts";
import { Died, type SimulatedDisk } from "../../support/disk/simulated_disk.ts";

/** Something that keeps documents in a folder. A crash must leave each part as the last change left it that was acknowledged, or one that was begun. */
export interface Keeper {
  readonly name: string;
  /** The folder before anything is opened on it, all of it on disk. */
  readonly folder: SimulatedDisk;
  open(disk: Disk): Promise<Kept>;
}

export interface Kept {
  /** One after another; each resolves once its change is acknowledged. */
  readonly changes: readonly (() => Promise<unknown>)[];
  /** What is kept now, by name. */
  parts(): Promise<Readonly<Record<string, unknown>>>;
}

/** What a keeper keeps after its opening and after each of its changes, as text by name. */
export type History = readonly Readonly<Record<string, string>>[];

export async function historyOf(keeper: Keeper): Promise<{ history: History; operations: number }> {
  const disk = keeper.folder.afterKill();
  const kept = await keeper.open(disk);
  let { operations } = disk;
  const history = [await textsOf(kept)];
  for (const change of kept.changes) {
    const before = disk.operations;
    await change();
    operations += disk.operations - before;
    history.push(await textsOf(kept));
  }
  return { history, operations };
}

/** Opens it and makes all of its changes. Gives how many were acknowledged before its process died; undefined where it was not even open. */
export async function liveUntilDeath(keeper: Keeper, disk: SimulatedDisk): Promise<number | undefined> {
  let acknowledged: number | undefined;
  try {
    const kept = await keeper.open(disk);
    acknowledged = 0;
    for (const change of kept.changes) {
      await change();
      acknowledged += 1;
    }
  } catch (error) {
    if (!causes(error).some((cause) => cause instanceof Died)) throw error;
    await settled();
  }
  return acknowledged;
}

/** Opens it on what a crash has left: nothing acknowledged is lost, and what was cut short can be done again. */
export async function keepsItsWord(
  keeper: Keeper,
  disk: SimulatedDisk,
  { history, acknowledged = 0 }: { readonly history: History; readonly acknowledged: number | undefined },
): Promise<void> {
  const kept = await keeper.open(disk);
  const [before, after] = [history[acknowledged]!, history[acknowledged + 1] ?? history[acknowledged]!];
  for (const [name, text] of Object.entries(await textsOf(kept))) {
    assert.ok(
      text === before[name] || text === after[name],
      `${name} is ${text}; after ${acknowledged} acknowledged changes it was ${before[name]}`,
    );
  }
  await kept.changes[acknowledged]?.();
}

async function textsOf(kept: Kept): Promise<Record<string, string>> {
  const parts = Object.entries(await kept.parts());
  return Object.fromEntries(parts.map(([name, value]) => [name, JSON.stringify(value) ?? "none"]));
}

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [error];
}
