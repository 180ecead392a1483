import assert from "node:assert/strict";
import { LONGEST_LINE, SLICE_BYTES } from "../../src/journal/lines.ts";
import {
  type JournalPage,
  pageAfter,
  pageBefore,
  type PageWish,
  type Place,
} from "../../src/journal/paging.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { eventsOf, FIRST, numbersOf, SECOND, writeJournal } from "../support/samples/journals.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const ALL: PageWish = { limit: 1000, window: {}, test: () => true };
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

async function written(events: readonly HostEvent[], segmentBytes?: number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const batches = Array.from(
    { length: Math.ceil(events.length / 3) },
    (_, i) => events.slice(3 * i, 3 * i + 3),
  );
  await writeJournal(disk, batches, segmentBytes);
  return disk;
}

type Turn = (disk: SimulatedDisk, from: Place | undefined, wish: PageWish) => Promise<JournalPage>;

/** Page after page to the end, as numbers of events. */
async function turned(turn: Turn, disk: SimulatedDisk, wish: PageWish): Promise<number[][]> {
  const pages: number[][] = [];
  for (let from: Place | undefined, atEnd = false; !atEnd;) {
    const page = await turn(disk, from, wish);
    pages.push(page.entries.map(({ n }) => n));
    atEnd = page.atEnd;
    from = turn === pageAfter ? page.after : page.before;
  }
  return pages;
}

Deno.test("pages towards newer events, and towards older, give every event once, whatever their length", async () => {
  for (const segmentBytes of [1, 500, 1_000_000]) {
    const disk = await written(eventsOf(...upTo(20)), segmentBytes);
    for (const limit of [1, 2, 7, 20, 21]) {
      const wish = { ...ALL, limit };
      const newer = await turned(pageAfter, disk, wish);
      const older = await turned(pageBefore, disk, wish);
      assert.deepEqual(newer.flat(), upTo(20), `${segmentBytes}, ${limit}`);
      assert.deepEqual(older.toReversed().flat(), upTo(20), `${segmentBytes}, ${limit}`);
      assert([...newer, ...older].every((page) => page.length <= limit));
    }
  }
});

Deno.test("a page goes both ways from the places that it names", async () => {
  const disk = await written(eventsOf(...upTo(9)), 300);
  const middle = await pageAfter(disk, (await pageAfter(disk, undefined, { ...ALL, limit: 3 })).after, {
    ...ALL,
    limit: 3,
  });
  assert.deepEqual(middle.entries.map(({ n }) => n), [4, 5, 6]);
  assert.deepEqual((await pageBefore(disk, middle.before, ALL)).entries.map(({ n }) => n), [1, 2, 3]);
  assert.deepEqual((await pageAfter(disk, middle.after, ALL)).entries.map(({ n }) => n), [7, 8, 9]);
  assert.deepEqual((await pageBefore(disk, middle.after, ALL)).entries.map(({ n }) => n), upTo(6));
  for (const limit of upTo(8)) {
    const older = await pageBefore(disk, undefined, { ...ALL, limit });
    const again = await pageAfter(disk, older.before, ALL);
    assert.deepEqual(again.entries.map(({ n }) => n), upTo(9).slice(-limit));
  }
});

Deno.test("a page holds what is wanted alone, and says how far it was read", async () => {
  const stop: HostEvent = { id: EventId.hostStopped, time: 4, sequence: 1 };
  const disk = await written([...eventsOf(1, 2, 3), stop, ...eventsOf(5, 6)], 200);
  const wish = { ...ALL, window: { ids: new Set([EventId.hostStopped]) } };
  const newer = await pageAfter(disk, undefined, wish);
  assert.deepEqual([newer.entries.map(({ n }) => n), newer.reached, newer.atEnd], [[4], 6, true]);
  const older = await pageBefore(disk, undefined, { ...ALL, test: ({ time }) => time === 4 });
  assert.deepEqual([older.entries.map(({ n }) => n), older.reached, older.atEnd], [[4], 1, true]);
});

Deno.test("a page of an empty folder is at the end, and the first event comes behind it", async () => {
  const disk = new SimulatedDisk();
  const newer = await pageAfter(disk, undefined, ALL);
  const older = await pageBefore(disk, undefined, ALL);
  assert.deepEqual([newer.atEnd, older.atEnd, newer.after], [true, true, older.after]);
  await writeJournal(disk, [eventsOf(1)]);
  assert.deepEqual(numbersOf((await pageAfter(disk, newer.after, ALL)).entries.map(({ event }) => event)), [
    1,
  ]);
});

Deno.test("an unfinished last line is in no page until it is finished", async () => {
  const disk = await written(eventsOf(1, 2));
  const whole = disk.peek(FIRST)!;
  disk.put(FIRST, whole.slice(0, -3));
  const newer = await pageAfter(disk, undefined, ALL);
  const older = await pageBefore(disk, undefined, ALL);
  for (const { entries, after, unreadable } of [newer, older]) {
    assert.deepEqual([entries.map(({ n }) => n), unreadable], [[1], 0]);
    disk.put(FIRST, whole);
    assert.deepEqual((await pageAfter(disk, after, ALL)).entries.map(({ n }) => n), [2]);
    disk.put(FIRST, whole.slice(0, -3));
  }
});

Deno.test("a place whose segment was removed is the beginning of what is kept", async () => {
  const disk = await written(eventsOf(...upTo(9)), 1);
  const { after } = await pageAfter(disk, undefined, { ...ALL, limit: 1 });
  disk.put(FIRST, undefined);
  assert.deepEqual((await pageAfter(disk, after, ALL)).entries.map(({ n }) => n), [4, 5, 6, 7, 8, 9]);
  assert.deepEqual((await pageBefore(disk, after, ALL)).entries, []);
});

Deno.test("after the journal was cut back behind a place, its segment is read anew rather than anything missed", async () => {
  const disk = await written(eventsOf(1, 2, 3));
  const { after } = await pageAfter(disk, undefined, ALL);
  const bytes = disk.peek(FIRST)!;
  const secondLine = bytes.indexOf(10, bytes.indexOf(10) + 1) + 1;
  disk.put(FIRST, bytes.slice(0, secondLine));
  assert.deepEqual((await pageAfter(disk, after, ALL)).entries.map(({ n }) => n), [1, 2]);
});

Deno.test("a place far behind the end of its segment costs no more than the end", async () => {
  const disk = await written(eventsOf(...upTo(4)));
  const before = disk.operations;
  const page = await pageBefore(disk, { segment: 1, at: 999_999_999_999_999 }, { ...ALL, limit: 2 });
  assert.deepEqual(page.entries.map(({ n }) => n), [3, 4]);
  assert(disk.operations - before < 10);
});

Deno.test("an event that is longer than a slice is in its page, both ways", async () => {
  const long: HostEvent = { id: EventId.hostStarted, time: 2, version: "x".repeat(3 * SLICE_BYTES) };
  const disk = await written([...eventsOf(1), long, ...eventsOf(3)]);
  for (const turn of [pageAfter, pageBefore]) {
    assert.deepEqual(await turned(turn, disk, { ...ALL, limit: 1 }).then((pages) => pages.flat().sort()), [
      1,
      2,
      3,
    ]);
  }
});

Deno.test("lines that cannot be read are counted, and those around them given, both ways", async () => {
  const disk = await written(eventsOf(...upTo(6)), 1);
  disk.put(SECOND, new TextEncoder().encode("nonsense\n" + "x".repeat(2 * LONGEST_LINE) + "\n"));
  for (const turn of [pageAfter, pageBefore]) {
    const page = await turn(disk, undefined, ALL);
    assert.deepEqual(page.entries.map(({ n }) => n), [1, 2, 3]);
    assert(page.unreadable >= 2 && page.atEnd);
  }
});

Deno.test("a page for what is rare ends after some megabytes without being full", async () => {
  const disk = new SimulatedDisk();
  const bytes = new TextEncoder().encode(("x".repeat(999) + "\n").repeat(9000));
  disk.put(FIRST, bytes);
  const newer = await pageAfter(disk, undefined, ALL);
  const older = await pageBefore(disk, undefined, ALL);
  assert(!newer.atEnd && newer.after.at > 8_000_000 && newer.after.at < 9_000_000);
  assert(!older.atEnd && older.before.at > 0 && older.before.at < 1_000_000);
});

Deno.test("events that name one of some identifiers are found in both directions, over slices and segments", async () => {
  const many = 3000; // more than one slice of those that are passed over
  const requests = upTo(many).map((n) => machineEvent(n));
  const naming = [17, 1500, 2999].map((n) => requests[n - 1]!.machineId);
  for (const segmentBytes of [100_000, 10_000_000]) {
    const disk = new SimulatedDisk();
    await writeJournal(disk, [0, 750, 1500, 2250].map((n) => requests.slice(n, n + 750)), segmentBytes);
    const wish = { ...ALL, limit: 2, window: { naming } };
    assert.deepEqual((await turned(pageAfter, disk, wish)).flat(), [17, 1500, 2999]);
    assert.deepEqual((await turned(pageBefore, disk, wish)).flat(), [1500, 2999, 17]);
  }
});
