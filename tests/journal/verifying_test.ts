import assert from "node:assert/strict";
import type { JournalPosition } from "../../src/journal/reader.ts";
import { pruneJournal } from "../../src/journal/retention.ts";
import { type ExpectedEvent, type VerifiedPlace, verifyJournal } from "../../src/journal/verifying.ts";
import { JournalWriter } from "../../src/journal/writer.ts";
import type { HostEvent } from "../../src/policy/events.ts";
import { eventsOf, FIRST, SECOND, writeJournal } from "../support/samples/journals.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const BATCHES = [eventsOf(1), eventsOf(2, 3, 4), eventsOf(5), eventsOf(6, 7, 8)];

async function written(segmentBytes = 1_000_000): Promise<{ disk: SimulatedDisk; end: JournalPosition }> {
  const disk = new SimulatedDisk();
  const positions = await writeJournal(disk, BATCHES, segmentBytes);
  return { disk, end: positions.at(-1)! };
}

/** Step by step to the end or the first fault. */
async function verified(disk: SimulatedDisk, expected?: ExpectedEvent) {
  let [events, explained] = [0, false];
  let first: number | null = null;
  let from: VerifiedPlace | undefined;
  while (true) {
    const step = await verifyJournal(disk, from, expected);
    events += step.events;
    explained ||= step.explained;
    first ??= step.first;
    if (step.done || step.fault !== undefined) {
      return { events, explained, first, last: step.place.n, unfinished: step.unfinished, fault: step.fault };
    }
    from = step.place;
  }
}

/** A journal of segments of one batch each, of which the first two were removed by the limits. */
async function prunedJournal(): Promise<SimulatedDisk> {
  const { disk, end } = await written(1);
  const bytes = disk.peek(`journal-0000000${end.segment}.jsonl`)!.length;
  const journal = await JournalWriter.open(disk, { position: end, bytes, segmentBytes: 1 });
  const pruning = { limits: { maxBytes: 0, maxAge: 0 }, now: 1, believed: 1, needed: 3 };
  await pruneJournal(disk, pruning, (event: HostEvent) => journal.append([event]));
  await journal.close();
  return disk;
}

Deno.test("a journal that is as it was written is whole, in one segment or in many", async () => {
  for (const segmentBytes of [1, 500, 1_000_000]) {
    const { disk, end } = await written(segmentBytes);
    const sound = { events: 8, explained: false, first: 1, last: 8, unfinished: 0, fault: undefined };
    assert.deepEqual(await verified(disk), sound);
    assert.deepEqual(await verified(disk, { n: end.n, hash: end.hash }), sound);
  }
  assert.deepEqual((await verified(new SimulatedDisk())).fault, undefined);
});

Deno.test("every byte that is another one is found, with its file, line and event", async () => {
  const { disk, end } = await written();
  const bytes = disk.peek(FIRST)!;
  const ends = [...bytes.keys()].filter((at) => bytes[at] === 10);
  for (let at = 0; at < bytes.length; at += 3) {
    for (const other of [bytes[at]! ^ 1, 0x20]) {
      if (bytes[at] === other) continue;
      disk.put(FIRST, bytes.with(at, other));
      const { fault, unfinished } = await verified(disk, { n: end.n, hash: end.hash });
      const line = ends.filter((newline) => newline < at).length + 1;
      assert.deepEqual([fault?.file, fault?.line, fault?.n], [FIRST, line, line], `byte ${at}`);
      assert.equal(unfinished, 0);
    }
  }
});

Deno.test("a line that is missing, doubled or in another's place is found", async () => {
  const { disk } = await written();
  const lines = new TextDecoder().decode(disk.peek(FIRST)).trimEnd().split("\n");
  const edits = [lines.toSpliced(2, 1), lines.toSpliced(2, 0, lines[2]!), lines.with(2, lines[4]!)];
  for (const [i, edited] of edits.entries()) {
    disk.put(FIRST, new TextEncoder().encode(edited.join("\n") + "\n"));
    assert.equal((await verified(disk)).fault?.line, i === 1 ? 4 : 3);
  }
});

Deno.test("a file that is missing between others is found", async () => {
  const { disk } = await written(1);
  disk.put(SECOND, undefined);
  const { fault, events } = await verified(disk);
  assert.deepEqual([fault?.file, fault?.line, fault?.reason], [SECOND, null, "the file is missing"]);
  assert.equal(events, 1);
});

Deno.test("an end that was cut off is found by the checkpoint, and so is another journal's", async () => {
  const { disk, end } = await written();
  const bytes = disk.peek(FIRST)!;
  const expected = { n: end.n, hash: end.hash };
  disk.put(FIRST, bytes.slice(0, bytes.lastIndexOf(10, bytes.length - 2) + 1));
  assert.equal((await verified(disk)).fault, undefined);
  assert.match((await verified(disk, expected)).fault?.reason ?? "", /ends with event 7, though .* event 8/);
  disk.put(FIRST, bytes);
  assert.match((await verified(disk, { ...expected, hash: "other" })).fault?.reason ?? "", /another event/);
  assert.equal((await verified(disk, { n: 3, hash: "other" })).fault?.n, 3);
});

Deno.test("what a crash left, or is just being written, is no damage", async () => {
  const { disk } = await written();
  const bytes = disk.peek(FIRST)!;
  disk.put(FIRST, bytes.slice(0, -7));
  const torn = await verified(disk);
  assert.deepEqual([torn.fault, torn.last], [undefined, 7]);
  assert(torn.unfinished > 50);
  disk.put(FIRST, bytes.slice(0, bytes.length - 20).fill(0, bytes.length - 200));
  assert.equal((await verified(disk)).fault, undefined);
});

Deno.test("a torn end is damage where another file follows, or where it had been acknowledged", async () => {
  const { disk } = await written(1);
  disk.put(FIRST, disk.peek(FIRST)!.slice(0, -7));
  assert.equal((await verified(disk)).fault?.file, FIRST);
  const whole = await written();
  whole.disk.put(FIRST, whole.disk.peek(FIRST)!.slice(0, -7));
  const { n, hash } = whole.end;
  assert.match((await verified(whole.disk, { n, hash })).fault?.reason ?? "", /ends with event 7/);
});

Deno.test("a journal whose first files were removed by its limits begins where its event says", async () => {
  const disk = await prunedJournal();
  const { fault, first, last, explained } = await verified(disk);
  assert.deepEqual([fault, first, last, explained], [undefined, 5, 9, true]);
});

Deno.test("the first line of a journal that was pruned is checked too, by the event that says where it begins", async () => {
  const disk = await prunedJournal();
  const third = "journal-00000003.jsonl";
  const text = new TextDecoder().decode(disk.peek(third));
  disk.put(third, new TextEncoder().encode(text.replace('"time":5', '"time":6')));
  const { fault } = await verified(disk);
  assert.deepEqual([fault?.file, fault?.line, fault?.n], [third, 1, 5]);
});

Deno.test("files at the beginning that were removed by hand leave it unexplained", async () => {
  const { disk } = await written(1);
  disk.put(FIRST, undefined);
  const { fault, first, explained } = await verified(disk);
  assert.deepEqual([fault, first, explained], [undefined, 2, false]);
  const pruned = await prunedJournal();
  pruned.put("journal-00000003.jsonl", undefined);
  assert.equal((await verified(pruned)).explained, false);
});

Deno.test("a long journal is checked in steps, and the oldest files may go meanwhile", async () => {
  const disk = new SimulatedDisk();
  const wide = (n: number): HostEvent => ({ id: 12310, time: n, version: "x".repeat(100_000) });
  const batches = Array.from(
    { length: 6 },
    (_, i) => Array.from({ length: 12 }, (_, j) => wide(12 * i + j + 1)),
  );
  await writeJournal(disk, batches, 1);
  const step = await verifyJournal(disk, undefined, undefined);
  assert.equal(step.done, false);
  assert(step.bytes > 4_000_000 && step.bytes < 5_000_000);
  for (const gone of [FIRST, SECOND, "journal-00000003.jsonl", "journal-00000004.jsonl"]) {
    disk.put(gone, undefined);
  }
  const next = await verifyJournal(disk, step.place, undefined);
  assert.deepEqual([next.done, next.fault, next.first, next.place.n], [true, undefined, 49, 72]);
});
