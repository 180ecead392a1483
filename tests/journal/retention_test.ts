import assert from "node:assert/strict";
import {
  isLongOpen,
  type JournalLimits,
  pruneJournal,
  type Pruning,
  segmentBytesFor,
} from "../../src/journal/retention.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { eventsOf, FIRST, writeJournal } from "../support/samples/journals.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const DAY = 86_400_000;
const LIMITS: JournalLimits = { maxBytes: 1e9, maxAge: 1000 * DAY };

/** A journal of one event a day, each in a segment of its own. */
async function daysOf(days: number): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  const batches = Array.from({ length: days }, (_, i) => eventsOf((i + 1) * DAY));
  await writeJournal(disk, batches, 1);
  return disk;
}

/** The numbers of the segments that are kept, and what was recorded. */
async function pruned(disk: SimulatedDisk, pruning: Partial<Pruning>) {
  const recorded: HostEvent[] = [];
  await pruneJournal(
    disk,
    { limits: LIMITS, now: 10 * DAY, believed: 10 * DAY, needed: 99, ...pruning },
    (event) => {
      recorded.push(event);
      return Promise.resolve();
    },
  );
  return { kept: disk.names.map((name) => Number(name.slice(8, 16))), recorded };
}

Deno.test("a journal within its limits is left alone", async () => {
  const disk = await daysOf(5);
  assert.deepEqual(await pruned(disk, {}), { kept: [1, 2, 3, 4, 5], recorded: [] });
});

Deno.test("the oldest segments go until the size limit is kept to", async () => {
  const disk = await daysOf(5);
  const maxBytes = disk.names.slice(3).reduce((sum, name) => sum + disk.peek(name)!.length, 0);
  assert.deepEqual((await pruned(disk, { limits: { ...LIMITS, maxBytes } })).kept, [4, 5]);
  const other = await daysOf(5);
  assert.deepEqual((await pruned(other, { limits: { ...LIMITS, maxBytes: maxBytes - 1 } })).kept, [5]);
});

Deno.test("segments go whose newest event is older than the age limit", async () => {
  const limits = { ...LIMITS, maxAge: 7 * DAY };
  assert.deepEqual((await pruned(await daysOf(5), { limits })).kept, [3, 4, 5]);
  assert.deepEqual((await pruned(await daysOf(5), { limits, believed: 10 * DAY + 1 })).kept, [4, 5]);
});

Deno.test("a clock that is ahead makes no segment too old", async () => {
  const limits = { ...LIMITS, maxAge: 7 * DAY };
  assert.deepEqual((await pruned(await daysOf(5), { limits, now: 400 * DAY })).kept, [3, 4, 5]);
});

Deno.test("no segment goes that the checkpoint needs, whatever the limits say", async () => {
  const limits = { maxBytes: 0, maxAge: 0 };
  assert.deepEqual((await pruned(await daysOf(5), { limits, needed: 3 })).kept, [3, 4, 5]);
  assert.deepEqual((await pruned(await daysOf(5), { limits, needed: 1 })).kept, [1, 2, 3, 4, 5]);
});

Deno.test("an old segment behind one that is kept stays: the journal has no gaps", async () => {
  const disk = new SimulatedDisk();
  await writeJournal(disk, [eventsOf(9 * DAY), eventsOf(1 * DAY), eventsOf(10 * DAY)], 1);
  assert.deepEqual((await pruned(disk, { limits: { ...LIMITS, maxAge: 5 * DAY } })).kept, [1, 2, 3]);
});

Deno.test("it is recorded, before anything goes, where the journal begins from then on", async () => {
  const disk = await daysOf(5);
  const last = JSON.parse(new TextDecoder().decode(disk.peek("journal-00000003.jsonl")));
  const { recorded } = await pruned(disk, { limits: { ...LIMITS, maxBytes: 0 }, needed: 4 });
  assert.deepEqual(recorded, [{
    id: EventId.journalPruned,
    time: 10 * DAY,
    events: 3,
    segment: 4,
    before: last.h,
  }]);
  const refusing = await daysOf(5);
  const pruning = { limits: { ...LIMITS, maxBytes: 0 }, now: 10 * DAY, believed: 10 * DAY, needed: 4 };
  await assert.rejects(pruneJournal(refusing, pruning, () => Promise.reject(new Error("full"))), /full/);
  assert.equal(refusing.names.length, 5);
});

Deno.test("a segment whose end cannot be read goes by size all the same", async () => {
  const disk = await daysOf(3);
  disk.put(FIRST, new TextEncoder().encode("nonsense\n"));
  const { kept, recorded } = await pruned(disk, { limits: { ...LIMITS, maxBytes: 0 }, needed: 2 });
  assert.deepEqual(kept, [2, 3]);
  assert.deepEqual(recorded.map((event) => "before" in event && [event.events, event.before]), [[0, ""]]);
  const old = await daysOf(3);
  old.put(FIRST, new TextEncoder().encode("nonsense\n"));
  assert.deepEqual((await pruned(old, { limits: { ...LIMITS, maxAge: 0 } })).kept, [1, 2, 3]);
});

Deno.test("a segment is a sixteenth of the journal, from 1 to 16 MiB", () => {
  const mib = 1024 * 1024;
  const lengths = [16, 32, 256, 100_000].map((size) =>
    segmentBytesFor({ ...LIMITS, maxBytes: size * mib }) / mib
  );
  assert.deepEqual(lengths, [1, 2, 16, 16]);
});

Deno.test("a segment is open for long after a sixteenth of the age limit, and at least a day", async () => {
  const disk = await daysOf(1); // its event is of the first day
  const at = (now: number, maxAge: number) => isLongOpen(disk, 1, { limits: { ...LIMITS, maxAge }, now });
  assert.deepEqual([await at(3 * DAY, 32 * DAY), await at(3 * DAY + 1, 32 * DAY)], [false, true]);
  assert.deepEqual([await at(2 * DAY, DAY), await at(2 * DAY + 1, DAY)], [false, true]);
  assert.equal(await isLongOpen(new SimulatedDisk(), 1, { limits: LIMITS, now: 9 * DAY }), false);
});
