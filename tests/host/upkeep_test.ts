import assert from "node:assert/strict";
import { keepUp } from "../../src/host/upkeep.ts";
import { readEvents } from "../../src/journal/read_events.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { START } from "../support/counting.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";
import { FIRST } from "../support/samples/journals.ts";
import { machineEvent, machinesOf, upTo } from "../support/samples/machine_events.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { openHost } from "../support/roles/test_host.ts";

const DAY = 86_400_000;

/** A host whose machines each have a segment of the journal. */
async function keptUp(disk = new SimulatedDisk()) {
  const time = new FakeTime(START);
  const host = await openHost(disk, time, { segmentBytes: 1 });
  for (const n of upTo(5)) await host.record([machineEvent(n)]);
  const stopping = new AbortController();
  const notes: string[] = [];
  const done = keepUp(host, (text) => notes.push(text), stopping.signal);
  await settled();
  const stop = async () => {
    stopping.abort();
    await done;
    await host.stop();
  };
  return { disk, time, host, stop, notes };
}

const age = (value: number) =>
  ({ id: EventId.settingChanged, time: START, name: "journalMaxAgeDays", value }) as const;

Deno.test("the journal is kept within its limits from day to day", async () => {
  const { disk, time, host, stop } = await keptUp();
  await host.record([{ ...age(10), time: START }]);
  await settled();
  assert(disk.names.includes(FIRST));
  for (let day = 0; day < 11; day++) await time.advance(DAY);
  assert(!disk.names.includes(FIRST));
  await stop();
  const again = await openHost(disk, time);
  assert.deepEqual([again.trouble, machinesOf(again)], [undefined, upTo(5)]);
  await again.stop();
});

Deno.test("a limit that is changed is kept to at once, and what the checkpoint needs stays", async () => {
  const { disk, time, host, stop } = await keptUp();
  time.set(START + 5 * DAY);
  await host.record([age(1)]);
  await settled();
  assert(!disk.names.includes(FIRST));
  const next = await openHost(disk.afterKill(), time);
  assert.deepEqual([next.trouble, machinesOf(next)], [undefined, upTo(5)]);
  await next.stop();
  await stop();
});

Deno.test("a last segment that has been open for long is closed, so that what is old can go one day", async () => {
  const time = new FakeTime(START);
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time);
  await host.record([machineEvent(1)]);
  time.set(START + 30 * DAY);
  await host.prune();
  await host.record([machineEvent(2)]);
  assert.equal(disk.names.filter((name) => name.startsWith("journal-")).length, 2);
  await host.stop();
  const again = await openHost(disk, time);
  assert.deepEqual(machinesOf(again), [1, 2]);
  await again.stop();
});

Deno.test("the last event of a host that stops is that it stopped", async () => {
  const { disk, time, host, stop } = await keptUp();
  await host.start();
  time.set(START + 500 * DAY);
  await stop();
  const slices = await Array.fromAsync(readEvents(disk));
  assert.equal(slices.flatMap(({ entries }) => entries).at(-1)?.event.id, EventId.hostStopped);
});

Deno.test("files that cannot be removed are told of and stop nothing", async () => {
  const notes: string[] = [];
  const time = new FakeTime(START);
  const disk = new SimulatedDisk();
  const host = await openHost(disk, time, {
    segmentBytes: 1,
    journalBytes: 1,
    note: (text) => notes.push(text),
  });
  for (const n of upTo(3)) {
    await host.record([machineEvent(n)]);
    if (n === 1) await host.checkpoint(); // the first is written at once
  }
  disk.trouble = { at: 0, which: (operation, name) => operation === "remove" && name.startsWith("journal") };
  await host.checkpoint();
  assert.match(notes.join(), /oldest files of the journal cannot be removed: simulated/);
  await host.record([machineEvent(4)]);
  await host.stop();
  const again = await openHost(disk, time);
  assert.deepEqual([again.trouble, machinesOf(again)], [undefined, upTo(4)]);
  await again.stop();
});

Deno.test("a running host looks at its clock once a day, and forgets whoever has left for certain", async () => {
  const { time, host, stop } = await keptUp();
  const looks: HostEvent[] = [];
  host.subscribe((event) => event.id === EventId.dayPassed && looks.push(event));
  for (let day = 0; day < 28; day++) await time.advance(DAY);
  assert.deepEqual([looks.length, machinesOf(host)], [28, upTo(5)]);
  time.set(time.now() + 400 * DAY);
  await time.advance(DAY);
  assert.deepEqual([host.totals(time.now()).known, machinesOf(host)], [0, upTo(5)]);
  time.set(time.now() - 400 * DAY);
  await time.advance(2 * DAY);
  assert.deepEqual([looks.at(-1), machinesOf(host)], [
    { id: EventId.dayPassed, time: START + 31 * DAY, removed: 5 },
    [],
  ]);
  await stop();
});

Deno.test("a host that starts nearly a day after its last look looks, and one that starts sooner does not", async () => {
  const { disk, time, host, stop } = await keptUp();
  assert.equal(host.facts?.clock.looks.length, 0);
  await stop();
  for (const [hours, looks] of [[1, 0], [21, 1], [40, 1], [42, 2]] as const) {
    time.set(START + hours * DAY / 24);
    const again = await openHost(disk, time);
    const stopping = new AbortController();
    const done = keepUp(again, () => {}, stopping.signal);
    await settled();
    assert.equal(again.facts?.clock.looks.length, looks);
    stopping.abort();
    await done;
    await again.stop();
  }
});
