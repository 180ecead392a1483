import assert from "node:assert/strict";
import { machineEvent, upTo } from "../support/samples/machine_events.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { activatedHost } from "../support/roles/test_host.ts";

/** Records computers 1 to 3 at once, 4 and 5 while the disk syncs those, and notes what is told and who goes on. */
async function recordedTwice() {
  const { host, disk } = await activatedHost();
  const seen: string[] = [];
  host.subscribe((event) => "name" in event && seen.push(`told of ${event.name}`));
  const record = async (n: number) => {
    await host.record([machineEvent(n)]);
    seen.push(`computer ${n} goes on`);
  };
  const release = disk.holdSyncs();
  const first = upTo(3).map(record);
  await settled();
  const second = [4, 5].map(record);
  await settled();
  return { seen, release, first, second };
}

Deno.test("Host.record() tells of nothing, and lets nobody go on, before the sync", async () => {
  const { seen, release, first, second } = await recordedTwice();
  assert.deepEqual(seen, []);
  release();
  await Promise.all([...first, ...second]);
});

Deno.test("Host.record() tells of all that was synced together, in its order, before anybody who waited goes on", async () => {
  const { seen, release, first, second } = await recordedTwice();
  release();
  await Promise.all([...first, ...second]);
  assert.deepEqual(seen, [
    ...upTo(3).map((n) => `told of computer ${n}`),
    ...upTo(3).map((n) => `computer ${n} goes on`),
    ...[4, 5].map((n) => `told of computer ${n}`),
    ...[4, 5].map((n) => `computer ${n} goes on`),
  ]);
});
