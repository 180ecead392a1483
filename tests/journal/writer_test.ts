import assert from "node:assert/strict";
import { JOURNAL_START } from "../../src/journal/reader.ts";
import { JournalWriter } from "../../src/journal/writer.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { type Operation, SimulatedDisk } from "../support/disk/simulated_disk.ts";
import {
  eventOf,
  eventsOf,
  FIRST,
  numbersOf,
  readWhole,
  SECOND,
  writeJournal,
} from "../support/samples/journals.ts";

const open = (disk: SimulatedDisk, segmentBytes = 1_000_000) =>
  JournalWriter.open(disk, { position: JOURNAL_START, bytes: 0, segmentBytes });
const isSync = (operation: Operation) => operation === "sync";
const isWrite = (operation: Operation) => operation === "write";
const count = (disk: SimulatedDisk, operation: Operation) =>
  disk.log.filter((entry) => entry.split(" ")[0] === operation).length;

/** `fulfilled`, `rejected` or `waiting`, as they are once all has settled. */
async function standing(promises: readonly Promise<void>[]): Promise<string[]> {
  const states = promises.map(() => "waiting");
  promises.forEach((promise, i) => {
    promise.then(() => states[i] = "fulfilled", () => states[i] = "rejected");
  });
  await settled();
  return states;
}

Deno.test("JournalWriter resolves only once the events are synced", async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  const release = disk.holdSyncs();
  const appended = journal.append(eventsOf(1));
  assert.deepEqual(await standing([appended]), ["waiting"]);
  assert.equal(journal.durable.bytes, 0);
  release();
  assert.deepEqual(await standing([appended]), ["fulfilled"]);
  assert.deepEqual(journal.durable, { segment: 1, bytes: disk.peek(FIRST)!.length });
  await journal.close();
});

Deno.test("JournalWriter writes what comes in one turn together, and what comes during a sync together after it", async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  const [writes, syncs] = [count(disk, "write"), count(disk, "sync")];
  const release = disk.holdSyncs();
  const first = [journal.append(eventsOf(1)), journal.append(eventsOf(2, 3))];
  await settled();
  const second = Array.from({ length: 50 }, (_, i) => journal.append([eventOf(4 + i)]));
  assert.deepEqual(new Set(await standing([...first, ...second])), new Set(["waiting"]));
  assert.equal(count(disk, "write") - writes, 1);
  release();
  await Promise.all([...first, ...second]);
  assert.deepEqual([count(disk, "write") - writes, count(disk, "sync") - syncs], [2, 2]);
  const lines = new TextDecoder().decode(disk.peek(FIRST)).split("\n").slice(0, -1).map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual(lines.slice(0, 5).map(({ n, b }) => [n, b]), [[1, 1], [2, 1], [3, 1], [4, 4], [5, 4]]);
  assert.equal((await readWhole(disk)).events.length, 53);
  await journal.close();
});

Deno.test("JournalWriter tells the disk of an event that is synced alone", async () => {
  const disk = new SimulatedDisk();
  const told: (boolean | undefined)[] = [];
  const create = disk.create.bind(disk);
  disk.create = async (name) => {
    const file = await create(name);
    return { ...file, sync: (alone) => (told.push(alone), file.sync()) };
  };
  const journal = await open(disk);
  await journal.append(eventsOf(1));
  await Promise.all([journal.append(eventsOf(2)), journal.append(eventsOf(3))]);
  await journal.append(eventsOf(4));
  assert.deepEqual(told.slice(1), [true, false, true]);
  await journal.close();
});

Deno.test("JournalWriter resolves an append of nothing once all before it is synced, and writes nothing for it", async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  const release = disk.holdSyncs();
  const before = journal.append(eventsOf(1));
  await settled();
  const nothing = journal.append([]);
  assert.deepEqual(await standing([before, nothing]), ["waiting", "waiting"]);
  release();
  await nothing;
  assert.equal(count(disk, "write"), 1);
  await journal.close();
});

for (const [name, which] of [["write", isWrite], ["sync", isSync]] as const) {
  Deno.test(`JournalWriter rejects all that waits, and all later, when a ${name} fails`, async () => {
    const disk = new SimulatedDisk();
    const journal = await open(disk);
    await journal.append(eventsOf(1));
    const { durable } = journal;
    const release = disk.holdSyncs();
    disk.trouble = { at: disk.operations + 1, which };
    const running = journal.append(eventsOf(2));
    await Promise.resolve();
    const forming = [journal.append(eventsOf(3)), journal.append([])];
    release();
    assert.deepEqual(await standing([running, ...forming]), ["rejected", "rejected", "rejected"]);
    const { operations } = disk;
    await assert.rejects(journal.append(eventsOf(4)), /Cannot write the journal/);
    await assert.rejects(journal.append([]), /Cannot write the journal/);
    assert.deepEqual([disk.operations, journal.durable], [operations, durable]);
    await journal.close();
    assert.equal(disk.open, 0);
  });
}

Deno.test("JournalWriter says why it failed", async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  disk.trouble = { at: disk.operations + 1, which: isWrite };
  await assert.rejects(
    journal.append(eventsOf(1)),
    ({ cause }: Error) => cause instanceof Error && /no space/.test(cause.message),
  );
  await journal.close();
});

Deno.test("JournalWriter begins a new segment once the last is long enough, between two batches", async () => {
  const disk = new SimulatedDisk();
  await writeJournal(disk, [eventsOf(1, 2, 3), eventsOf(4), eventsOf(5, 6)], 200);
  assert.deepEqual(disk.names, [FIRST, SECOND]);
  assert.equal(disk.peek(FIRST)!.filter((byte) => byte === 10).length, 3);
  assert.deepEqual(numbersOf((await readWhole(disk)).events), [1, 2, 3, 4, 5, 6]);
  assert.equal(disk.open, 0);
});

Deno.test("JournalWriter syncs a new segment's name before it writes there", async () => {
  const disk = new SimulatedDisk();
  await writeJournal(disk, [eventsOf(1), eventsOf(2)], 1);
  const steps = disk.log.slice(disk.log.indexOf(`create ${SECOND}`));
  assert.ok(steps.indexOf("syncFolder") < steps.indexOf(`write ${SECOND}`));
  assert.equal(steps.at(-1), `sync ${SECOND}`);
});

for (const operation of ["create", "syncFolder"] as const) {
  Deno.test(`JournalWriter fails when a new segment's ${operation} fails, and leaves nothing open`, async () => {
    const disk = new SimulatedDisk();
    const journal = await open(disk, 1);
    await journal.append(eventsOf(1));
    const { durable } = journal;
    disk.trouble = { at: disk.operations + 1, which: (one) => one === operation };
    await assert.rejects(journal.append(eventsOf(2)), /Cannot write the journal/);
    assert.deepEqual(journal.durable, durable);
    await journal.close();
    assert.equal(disk.open, 0);
  });
}

Deno.test("JournalWriter goes on after what is there, in the same segment", async () => {
  const disk = new SimulatedDisk();
  await writeJournal(disk, [eventsOf(1, 2)]);
  const { tail } = await readWhole(disk);
  const journal = await JournalWriter.open(disk, {
    position: tail.position,
    bytes: tail.soundBytes,
    segmentBytes: 1000,
  });
  await journal.append(eventsOf(3));
  await journal.close();
  assert.deepEqual(numbersOf((await readWhole(disk)).events), [1, 2, 3]);
});

Deno.test("JournalWriter makes durable what it finds before it takes more, after a process was killed", async () => {
  const killed = new SimulatedDisk();
  const journal = await open(killed);
  killed.dieAt = killed.operations + 2; // the sync after the write
  await assert.rejects(journal.append(eventsOf(1)));
  const disk = killed.afterKill();
  const { tail } = await readWhole(disk);
  assert.equal(tail.position.n, 1);
  const { length } = disk.log;
  const next = await JournalWriter.open(disk, {
    position: tail.position,
    bytes: tail.soundBytes,
    segmentBytes: 1000,
  });
  assert.deepEqual(disk.log.slice(length).slice(-2), [`sync ${FIRST}`, "syncFolder"]);
  await next.close();
});

Deno.test("JournalWriter closes after what is waiting is written", async () => {
  const disk = new SimulatedDisk();
  const journal = await open(disk);
  const appended = journal.append(eventsOf(1, 2));
  await journal.close();
  await appended;
  assert.deepEqual(numbersOf((await readWhole(disk)).events), [1, 2]);
  assert.equal(disk.open, 0);
});
