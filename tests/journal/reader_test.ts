import assert from "node:assert/strict";
import { JOURNAL_START, JournalDamage } from "../../src/journal/reader.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";
import { eventsOf, FIRST, numbersOf, readWhole, SECOND, writeJournal } from "../support/samples/journals.ts";

const batches = [eventsOf(1), eventsOf(2, 3, 4), eventsOf(5), eventsOf(6, 7, 8)];

async function writtenBytes(written = batches): Promise<Uint8Array<ArrayBuffer>> {
  const disk = new SimulatedDisk();
  await writeJournal(disk, written);
  return disk.peek(FIRST)!;
}

function diskWith(bytes: Uint8Array<ArrayBuffer>): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.put(FIRST, bytes);
  return disk;
}

const lineEnds = (bytes: Uint8Array) =>
  [...bytes.keys()].filter((at) => bytes[at] === 10).map((at) => at + 1);
const isDamage = (error: unknown) => error instanceof JournalDamage;

Deno.test("readJournal() of an empty folder is at the start", async () => {
  const { events, tail } = await readWhole(new SimulatedDisk());
  assert.deepEqual(events, []);
  assert.deepEqual(tail, { position: JOURNAL_START, soundBytes: 0, tornBytes: 0 });
});

Deno.test("readJournal() gives all events in their order and the place after them", async () => {
  const disk = new SimulatedDisk();
  const positions = await writeJournal(disk, batches);
  const { events, tail } = await readWhole(disk);
  assert.deepEqual(events, batches.flat());
  assert.deepEqual(tail, {
    position: positions.at(-1)!,
    soundBytes: disk.peek(FIRST)!.length,
    tornBytes: 0,
  });
});

Deno.test("readJournal() from any place gives the events after it and ends at the same place", async () => {
  for (const segmentBytes of [1, 300, 1_000_000]) {
    const disk = new SimulatedDisk();
    const positions = await writeJournal(disk, batches, segmentBytes);
    for (const from of [JOURNAL_START, ...positions]) {
      const { events, tail } = await readWhole(disk, from);
      assert.deepEqual(numbersOf(events), [1, 2, 3, 4, 5, 6, 7, 8].filter((n) => n > from.n));
      assert.deepEqual(tail.position, positions.at(-1));
    }
  }
});

Deno.test("readJournal() of a journal cut anywhere gives each whole event and the torn bytes after them", async () => {
  const bytes = await writtenBytes();
  const ends = lineEnds(bytes);
  for (let size = 0; size <= bytes.length; size++) {
    const { events, tail } = await readWhole(diskWith(bytes.slice(0, size)));
    const whole = ends.filter((end) => end <= size);
    assert.deepEqual(numbersOf(events), whole.map((_, i) => i + 1), `cut at ${size}`);
    assert.deepEqual([tail.soundBytes, tail.tornBytes], [whole.at(-1) ?? 0, size - (whole.at(-1) ?? 0)]);
  }
});

Deno.test("readJournal() finds every changed byte before the last batch", async () => {
  const bytes = await writtenBytes();
  const lastBatch = lineEnds(bytes)[4]!;
  for (let at = 0; at < lastBatch; at++) {
    for (const other of new Set([0, 10, 0x20, bytes[at]! ^ 1, bytes[at]! ^ 0x80, 0xff])) {
      if (other === bytes[at]) continue;
      await assert.rejects(readWhole(diskWith(bytes.with(at, other))), isDamage, `${other} at ${at}`);
    }
  }
});

Deno.test("readJournal() finds every changed byte of the last batch, and takes only a zero for a torn write", async () => {
  const bytes = await writtenBytes();
  const ends = lineEnds(bytes);
  for (let at = ends[4]!; at < bytes.length; at++) {
    for (const other of new Set([10, 0x20, bytes[at]! ^ 1, bytes[at]! ^ 0x80, 0xff])) {
      if (other === bytes[at] || at === bytes.length - 1) continue;
      await assert.rejects(readWhole(diskWith(bytes.with(at, other))), isDamage, `${other} at ${at}`);
    }
    const { events, tail } = await readWhole(diskWith(bytes.with(at, 0)));
    const whole = ends.filter((end) => end <= at);
    assert.deepEqual(numbersOf(events), whole.map((_, i) => i + 1), `zero at ${at}`);
    assert.equal(tail.tornBytes, bytes.length - whole.at(-1)!);
  }
});

Deno.test("readJournal() finds every changed byte before the last batch where each batch is one line", async () => {
  const bytes = await writtenBytes([eventsOf(1), eventsOf(2), eventsOf(3)]);
  const lastBatch = lineEnds(bytes)[1]!;
  for (let at = 0; at < lastBatch; at++) {
    for (const other of [0, bytes[at]! ^ 4]) {
      await assert.rejects(readWhole(diskWith(bytes.with(at, other))), isDamage, `${other} at ${at}`);
    }
  }
});

Deno.test("readJournal() finds every changed byte of what the checkpoint holds", async () => {
  const disk = new SimulatedDisk();
  const from = (await writeJournal(disk, batches)).at(-1)!;
  const bytes = disk.peek(FIRST)!;
  for (let at = 0; at < bytes.length; at++) {
    for (const other of [0, bytes[at]! ^ 1]) {
      await assert.rejects(readWhole(diskWith(bytes.with(at, other)), from), isDamage, `${other} at ${at}`);
    }
  }
});

Deno.test("readJournal() from the beginning of a segment that holds nothing yet is at the checkpoint's place", async () => {
  const disk = new SimulatedDisk();
  const from = (await writeJournal(disk, [eventsOf(1, 2), []], 1)).at(-1)!;
  assert.deepEqual([from.segment, from.n, disk.peek(SECOND)?.length], [2, 2, 0]);
  const { events, tail } = await readWhole(disk, from);
  assert.deepEqual([events, tail.position], [[], from]);
});

Deno.test("readJournal() finds any two bytes turned to zero that are not both in the last batch", async () => {
  const bytes = await writtenBytes();
  const lastBatch = lineEnds(bytes)[4]!;
  for (let at = 0; at < lastBatch; at += 7) {
    for (let second = lastBatch; second < bytes.length - 150; second += 11) {
      const damaged = bytes.with(at, 0).with(second, 0);
      await assert.rejects(readWhole(diskWith(damaged)), isDamage, `zeros at ${at} and ${second}`);
    }
  }
});

Deno.test("readJournal() takes a torn line that a later batch follows for damage", async () => {
  const bytes = await writtenBytes();
  const [first, , , fourth] = lineEnds(bytes);
  const zeroed = (from: number, to: number) => bytes.map((byte, at) => at >= from && at < to ? 0 : byte);
  await assert.rejects(readWhole(diskWith(zeroed(0, first!))), isDamage);
  await assert.rejects(readWhole(diskWith(zeroed(first!, fourth!))), isDamage);
});

Deno.test("readJournal() finds a line that is missing, doubled or swapped", async () => {
  const bytes = await writtenBytes();
  const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
  const orders = lines.flatMap((_, i) => [
    lines.toSpliced(i, 1),
    lines.toSpliced(i, 0, lines[i]!),
    lines.with(i, lines[(i + 1) % 8]!).with((i + 1) % 8, lines[i]!),
  ]);
  const notCut = orders.filter((order) => order.join("\n") !== lines.slice(0, 7).join("\n"));
  assert.equal(notCut.length, 23);
  for (const order of notCut) {
    const disk = diskWith(new TextEncoder().encode(order.map((line) => `${line}\n`).join("")));
    await assert.rejects(readWhole(disk), isDamage, order.join("\n"));
  }
});

Deno.test("readJournal() finds every segment that is missing, and one that was cut though another follows", async () => {
  const disk = new SimulatedDisk();
  const positions = await writeJournal(disk, batches, 1);
  assert.deepEqual(disk.names.length, 4);
  for (const name of disk.names.slice(0, 3)) {
    const gap = disk.afterKill();
    gap.put(name, undefined);
    await assert.rejects(readWhole(gap), /is missing/);
    const cut = disk.afterKill();
    cut.put(name, cut.peek(name)!.slice(0, -1));
    await assert.rejects(readWhole(cut), isDamage);
    const empty = disk.afterKill();
    empty.put(name, new Uint8Array(0));
    await assert.rejects(readWhole(empty), isDamage);
  }
  const last = disk.afterKill();
  last.put("journal-00000004.jsonl", undefined);
  await assert.rejects(readWhole(last, positions[3]), /journal-00000004.jsonl is missing/);
});

Deno.test("readJournal() needs no segment before that of the place it starts from", async () => {
  const disk = new SimulatedDisk();
  const positions = await writeJournal(disk, batches, 1);
  disk.put(FIRST, undefined);
  disk.put(SECOND, undefined);
  assert.deepEqual(numbersOf((await readWhole(disk, positions[2])).events), [6, 7, 8]);
});

Deno.test("readJournal() refuses a journal that ends before the checkpoint, or is another's", async () => {
  const disk = new SimulatedDisk();
  const positions = await writeJournal(disk, batches);
  const bytes = disk.peek(FIRST)!;
  for (let size = 0; size < bytes.length; size += 5) {
    await assert.rejects(readWhole(diskWith(bytes.slice(0, size)), positions[3]), isDamage, `cut at ${size}`);
  }
  const another = new SimulatedDisk();
  await writeJournal(another, [eventsOf(11), eventsOf(12, 13, 14), eventsOf(15), eventsOf(16, 17, 18)]);
  await assert.rejects(readWhole(another, positions[2]), /does not belong to the checkpoint/);
});

Deno.test("readJournal() passes on what the disk says", async () => {
  const disk = diskWith(await writtenBytes());
  disk.trouble = { at: 1, which: (operation) => operation === "read" };
  await assert.rejects(readWhole(disk), /no space left on device/);
});
