import assert from "node:assert/strict";
import { timedDisk } from "../../src/journal/timed_disk.ts";
import { START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { FIRST } from "../support/samples/journals.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { openHost } from "../support/roles/test_host.ts";

Deno.test("timedDisk() measures the syncs of the journal, and of no other file", async () => {
  const time = new FakeTime(START);
  const disk = new SimulatedDisk();
  const measured: number[] = [];
  const timed = timedDisk(disk, time, (milliseconds) => measured.push(milliseconds));
  const journal = await timed.create(FIRST);
  const other = await timed.create("machines-00000001.jsonl");
  const release = disk.holdSyncs();
  const synced = journal.sync();
  await time.advance(7);
  release();
  await synced;
  await other.sync();
  assert.deepEqual(measured, [7]);
  journal.close();
  other.close();
  assert.equal(disk.open, 0);
});

Deno.test("a host works on a timed disk as on the one below it", async () => {
  const time = new FakeTime(START);
  const disk = new SimulatedDisk();
  const measured: number[] = [];
  const host = await openHost(timedDisk(disk, time, (ms) => measured.push(ms)), time);
  await host.start();
  await host.stop();
  assert(measured.length >= 3, "opened, started, stopped");
  const again = await openHost(disk, time);
  assert.equal(again.facts?.health.quietSince, START);
  await again.stop();
});
