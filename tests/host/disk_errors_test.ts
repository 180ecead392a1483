import assert from "node:assert/strict";
import type { Host } from "../../src/host/host.ts";
import { START } from "../support/counting.ts";
import { BUSY } from "../support/disk/crash_run.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";
import { machineEvent, machinesOf, upTo } from "../support/samples/machine_events.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";
import { SimulatedDisk, type Trouble } from "../support/disk/simulated_disk.ts";
import { openHost } from "../support/roles/test_host.ts";

interface Running {
  readonly disk: SimulatedDisk;
  readonly time: FakeTime;
  readonly host: Host;
  /** Computers whose record was acknowledged. */
  readonly acknowledged: number[];
}

async function start(): Promise<Running> {
  const [disk, time] = [new SimulatedDisk(), new FakeTime(START)];
  const host = await openHost(disk, time, BUSY);
  await host.start();
  return { disk, time, host, acknowledged: [] };
}

/** Asks for three computers at a time, those of `numbers`. */
async function record({ host, acknowledged }: Running, numbers: readonly number[]): Promise<void> {
  for (let at = 0; at < numbers.length; at += 3) {
    await Promise.all(
      numbers.slice(at, at + 3).map(async (n) => {
        const done = await host.record([machineEvent(n)]).then(() => true, () => false);
        if (done) acknowledged.push(n);
      }),
    );
  }
  await settled();
}

/** The host has exactly what it acknowledged, now and after a stop and a loss of power. */
async function hasExactly(running: Running, seed: number, about: string): Promise<void> {
  const { disk, host, acknowledged } = running;
  assert.deepEqual(machinesOf(host), acknowledged, about);
  await host.stop();
  assert.equal(disk.open, 0, about);
  const again = await openHost(disk.afterPowerLoss(new SeededRandom(seed)), running.time, BUSY);
  assert.equal(again.trouble?.reason, undefined, about);
  assert.deepEqual(machinesOf(again), acknowledged, about);
  await again.stop();
}

async function operationsOfRun(): Promise<[number, number]> {
  const running = await start();
  const before = running.disk.operations;
  await record(running, upTo(18));
  const after = running.disk.operations;
  await running.host.stop();
  return [before + 1, after];
}

async function survives(trouble: Trouble, seed: number): Promise<void> {
  const running = await start();
  const { disk, time } = running;
  const random = new SeededRandom(seed);
  disk.partOfWrite = (bytes) => random.upTo(bytes);
  disk.trouble = trouble;
  await record(running, upTo(18));
  for (let minute = 0; minute < 2; minute++) {
    for (let wait = time.waits[0]; wait !== undefined && wait < 30_000; wait = time.waits[0]) {
      await time.advance(wait);
    }
    disk.trouble = undefined;
    await time.advance(30_000);
  }
  assert.equal(running.host.trouble, undefined);
  await record(running, [19, 20]);
  assert.deepEqual(running.acknowledged.slice(-2), [19, 20]);
  await hasExactly(running, seed, `operation ${trouble.at}: ${disk.log[trouble.at - 1]}`);
}

Deno.test("A host on whose disk any one operation fails keeps exactly what it acknowledged, and serves again", async () => {
  const [first, last] = await operationsOfRun();
  assert.ok(last - first > 50);
  for (let at = first; at <= last; at++) await survives({ at }, at);
});

Deno.test("A host whose disk fails from any operation on keeps exactly what it acknowledged, and serves again", async () => {
  const [first, last] = await operationsOfRun();
  for (let at = first; at <= last; at += 2) await survives({ at, forever: true }, at);
});

Deno.test("A host whose every write or every sync of the journal fails acknowledges nothing more", async () => {
  for (const failing of ["write", "sync"]) {
    const running = await start();
    await record(running, upTo(3));
    const { disk } = running;
    const which = (operation: string, name: string) => operation === failing && name.startsWith("journal-");
    disk.trouble = { at: 1, forever: true, which };
    await record(running, [4, 5, 6]);
    await running.time.advance(1000);
    await record(running, [7, 8, 9]);
    assert.deepEqual(running.acknowledged, [1, 2, 3]);
    disk.trouble = undefined;
    for (const wait of [1000, 2000, 4000]) await running.time.advance(wait);
    await record(running, [10]);
    assert.deepEqual(running.acknowledged, [1, 2, 3, 10]);
    await hasExactly(running, 1, failing);
  }
});
