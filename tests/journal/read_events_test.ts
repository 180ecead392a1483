import { createHash } from "node:crypto";
import assert from "node:assert/strict";
import { LONGEST_LINE, SLICE_BYTES } from "../../src/journal/lines.ts";
import { type EventWindow, readEvents } from "../../src/journal/read_events.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { eventsOf, FIRST, numbersOf, SECOND, writeJournal } from "../support/samples/journals.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

async function written(
  events: readonly HostEvent[],
  segmentBytes?: number,
  perBatch = 1,
): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const batches = Math.ceil(events.length / perBatch);
  await writeJournal(
    disk,
    Array.from({ length: batches }, (_, i) => events.slice(i * perBatch, (i + 1) * perBatch)),
    segmentBytes,
  );
  return disk;
}

async function read(disk: SimulatedDisk, window?: EventWindow) {
  const slices = await Array.fromAsync(readEvents(disk, window));
  return {
    slices: slices.length,
    ns: slices.flatMap(({ entries }) => entries.map(({ n }) => n)),
    events: slices.flatMap(({ entries }) => entries.map(({ event }) => event)),
    unreadable: slices.reduce((sum, slice) => sum + slice.unreadable, 0),
  };
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

Deno.test("readEvents() gives every event with its number, over all segments, in slices", async () => {
  const events = eventsOf(...upTo(3000));
  for (const segmentBytes of [100_000, 1_000_000]) {
    const disk = await written(events, segmentBytes, 500);
    const { ns, events: read_, slices, unreadable } = await read(disk);
    assert.deepEqual(read_, events);
    assert.deepEqual(ns, upTo(3000));
    assert(slices > 1);
    assert.equal(unreadable, 0);
  }
});

Deno.test("readEvents() of an empty folder gives nothing", async () => {
  assert.deepEqual((await read(new SimulatedDisk())).events, []);
});

Deno.test("readEvents() keeps to the window: from a time on, before another, some numbers alone", async () => {
  const disk = await written([
    ...eventsOf(1, 2, 3, 4, 5),
    { id: EventId.hostStopped, time: 3, sequence: 7 },
  ], 300);
  assert.deepEqual(numbersOf((await read(disk, { from: 2, until: 4 })).events), [2, 3, 3]);
  assert.deepEqual((await read(disk, { ids: new Set([EventId.hostStopped]) })).ns, [6]);
  assert.deepEqual((await read(disk, { ids: new Set([EventId.hostStopped]), from: 4 })).ns, []);
});

Deno.test("readEvents() keeps to the window also where an event's members stand in another order", async () => {
  const disk = new SimulatedDisk();
  let hash = "";
  const line = (time: number) => {
    const opening = `{"n":${time},"b":1,"time":${time},"version":"1","id":${EventId.hostStarted}`;
    hash = createHash("sha256").update(hash).update(opening).digest("base64url");
    return `${opening},"h":"${hash}"}\n`;
  };
  disk.put(FIRST, new TextEncoder().encode(line(1) + line(2)));
  assert.deepEqual(numbersOf((await read(disk, { from: 2 })).events), [2]);
  assert.deepEqual(numbersOf((await read(disk, { ids: new Set([EventId.hostStopped]) })).events), []);
});

Deno.test("readEvents() takes the unfinished last line of a journal that is being written for not there yet", async () => {
  const disk = await written(eventsOf(1, 2));
  const bytes = disk.peek(FIRST)!;
  disk.put(FIRST, bytes.slice(0, -1));
  const { ns, unreadable } = await read(disk);
  assert.deepEqual(ns, [1]);
  assert.equal(unreadable, 0);
});

Deno.test("readEvents() counts lines that cannot be read, and gives those around them", async () => {
  const disk = await written(eventsOf(1, 2, 3));
  const text = new TextDecoder().decode(disk.peek(FIRST));
  disk.put(FIRST, new TextEncoder().encode(text.replace(`"time":2`, `"time":-`)));
  const { ns, unreadable } = await read(disk);
  assert.deepEqual(ns, [1, 3]);
  assert.equal(unreadable, 1);
});

Deno.test("readEvents() counts the torn end of a segment that another follows", async () => {
  const disk = await written(eventsOf(1, 2, 3), 1);
  disk.put(FIRST, disk.peek(FIRST)!.slice(0, -5));
  assert.deepEqual(await read(disk), { slices: 3, ns: [2, 3], events: eventsOf(2, 3), unreadable: 1 });
});

Deno.test("readEvents() gives an event that is longer than a slice", async () => {
  const long: HostEvent = { id: EventId.hostStarted, time: 2, version: "x".repeat(3 * SLICE_BYTES) };
  const disk = await written([...eventsOf(1), long, ...eventsOf(3)]);
  assert.deepEqual(await read(disk), {
    slices: 2,
    ns: [1, 2, 3],
    events: [...eventsOf(1), long, ...eventsOf(3)],
    unreadable: 0,
  });
});

Deno.test("readEvents() goes past bytes without any newline, however many", async () => {
  const disk = await written(eventsOf(1, 2), 1);
  disk.put(FIRST, new Uint8Array(3 * LONGEST_LINE + 5).fill(65));
  const { ns, unreadable } = await read(disk);
  assert.deepEqual(ns, [2]);
  assert.equal(unreadable, 4);
});

Deno.test("readEvents() goes on where a segment is removed meanwhile", async () => {
  const disk = await written(eventsOf(1, 2, 3), 1);
  const ns: number[] = [];
  for await (const { entries } of readEvents(disk)) {
    ns.push(...entries.map(({ n }) => n));
    disk.put(SECOND, undefined);
  }
  assert.deepEqual(ns, [1, 3]);
});

Deno.test("readEvents() counts an event that was altered with those that cannot be read, though it is one", async () => {
  const disk = new SimulatedDisk();
  await writeJournal(disk, [eventsOf(1, 2, 3)]);
  const text = new TextDecoder().decode(disk.peek(FIRST));
  disk.put(FIRST, new TextEncoder().encode(text.replace('"time":2', '"time":9')));
  const { ns, unreadable } = await read(disk);
  assert.deepEqual([ns, unreadable], [[1, 3], 1]);
});
