import assert from "node:assert/strict";
import type { Host, HostOptions } from "../../../src/host/host.ts";
import { checkpointedEvent } from "../../../src/host/checkpoint.ts";
import { type VerifiedPlace, verifyJournal } from "../../../src/journal/verifying.ts";
import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { FakeTime, settled } from "../fakes/fake_time.ts";
import { machineEvent, machinesOf, upTo } from "../samples/machine_events.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";
import type { SimulatedDisk } from "./simulated_disk.ts";
import { START } from "../counting.ts";
import { openHost } from "../roles/test_host.ts";

/** Small segments and frequent checkpoints: whatever a host ever does to its disk happens within a few events. */
export const BUSY: Partial<HostOptions> = {
  segmentBytes: 1200,
  journalBytes: 1,
  checkpointEvery: 5,
  note: () => {},
};

/** What is known of a host from outside: how many computers it was asked to record, and how many it said that it had. */
export interface Known {
  readonly asked: number;
  readonly acknowledged: number;
}

/** Runs a host on `disk` until it has recorded `more` further computers and has stopped, or until its process dies. */
export async function run(
  disk: SimulatedDisk,
  more: number,
  known: Known = { asked: 0, acknowledged: 0 },
): Promise<Known> {
  let { asked, acknowledged } = known;
  try {
    const host = await openHost(disk, new FakeTime(START), BUSY);
    asked = checked(host, known).length;
    acknowledged = asked;
    await host.start();
    for (const last = asked + more; asked < last;) {
      const batch = upTo(Math.min(3, last - asked)).map((n) => machineEvent(asked + n));
      asked += batch.length;
      await Promise.all(batch.map(async (event) => {
        await host.record([event]);
        acknowledged += 1;
      }));
    }
    await host.stop();
  } catch (error) {
    if (!disk.died) throw error;
    await settled();
  }
  return { asked, acknowledged };
}

/** The host's computers: all that it said that it had recorded, none that it was not asked to record, in their order. */
function checked(host: Host, { asked, acknowledged }: Known): number[] {
  assert.equal(host.trouble?.reason, undefined);
  const machines = machinesOf(host);
  assert.deepEqual(machines, upTo(machines.length));
  assert.ok(
    machines.length >= acknowledged,
    `${acknowledged} were acknowledged, ${machines.length} are there`,
  );
  assert.ok(machines.length <= asked, `${asked} were asked for, ${machines.length} are there`);
  assert.equal(host.facts?.counters.requests, machines.length);
  return machines;
}

/** Opens a host on what a crash has left, lets it work on, checks the chain, and opens it again after yet another loss of power. */
export async function survives(disk: SimulatedDisk, known: Known, seed: number): Promise<void> {
  const after = await run(disk, 2, known);
  assert.equal(disk.open, 0);
  await chainHolds(disk);
  await run(disk.afterPowerLoss(new SeededRandom(seed)), 0, after);
}

/** The journal of a host that was stopped is whole from its first event to its last. */
async function chainHolds(disk: SimulatedDisk): Promise<void> {
  const checkpoint = await checkpointedEvent(documentFolder(disk).json("state.json"));
  assert.ok(checkpoint.kind === "read", `state.json: ${checkpoint.kind}`);
  let from: VerifiedPlace | undefined;
  for (let done = false; !done;) {
    const step = await verifyJournal(disk, from, checkpoint);
    const { fault, unfinished } = step;
    assert.deepEqual({ fault, unfinished }, { fault: undefined, unfinished: 0 }, "the chain is broken");
    [from, done] = [step.place, step.done];
  }
}

/** Counts what a run does to its disk. */
export async function operationsOf(disk: SimulatedDisk, more: number, known?: Known): Promise<number> {
  const copy = disk.afterKill();
  await run(copy, more, known);
  return copy.operations;
}

/** A copy of `from` on which the process dies in operation `at`; where that writes, with a part of the bytes done. */
export function dyingAt(from: SimulatedDisk, at: number, seed: number): SimulatedDisk {
  const disk = from.afterKill();
  const random = new SeededRandom(seed);
  disk.partOfWrite = (bytes) => random.upTo(bytes);
  disk.dieAt = at;
  return disk;
}
