import assert from "node:assert/strict";
import { SideLog } from "../../src/journal/side_log.ts";
import { eventOf } from "../support/samples/journals.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

async function filled(disk: SimulatedDisk, events: number, fileBytes?: number): Promise<SideLog> {
  const log = new SideLog(disk, "faults", fileBytes);
  for (let n = 1; n <= events; n++) await log.append(eventOf(n));
  return log;
}

const numbers = async (log: SideLog) => (await log.read()).entries.map(({ n, event }) => [n, event.time]);

Deno.test("a side log gives what was appended, with numbers from 1", async () => {
  assert.deepEqual(await numbers(await filled(new SimulatedDisk(), 3)), [[1, 1], [2, 2], [3, 3]]);
});

Deno.test("a side log keeps the newest events in two files of a bounded size, and goes on counting", async () => {
  const disk = new SimulatedDisk();
  const log = await filled(disk, 100, 300);
  const kept = await numbers(log);
  assert.deepEqual(disk.names, ["faults.jsonl", "faults.old.jsonl"]);
  assert(disk.names.every((name) => disk.peek(name)!.length < 400));
  assert(kept.length > 3 && kept.length < 20);
  assert.deepEqual(kept, kept.map((_, i) => [101 - kept.length + i, 101 - kept.length + i]));
});

Deno.test("a side log survives what a crash left of a line", async () => {
  const disk = new SimulatedDisk();
  await filled(disk, 2);
  disk.put("faults.jsonl", disk.peek("faults.jsonl")!.slice(0, -4));
  const log = new SideLog(disk, "faults");
  await log.append(eventOf(3));
  assert.deepEqual(await numbers(log), [[1, 1], [2, 3]]);
  assert.equal((await log.read()).unreadable, 1);
});

Deno.test("an event of a side log is on disk once it is appended, over a rotation too", async () => {
  const disk = new SimulatedDisk();
  const log = new SideLog(disk, "faults", 100);
  for (const n of [1, 2, 3]) {
    await log.append(eventOf(n));
    const { entries } = await new SideLog(disk.afterKill(), "faults").read();
    assert.equal(entries.at(-1)?.event.time, n);
    assert(disk.log.at(-1)!.startsWith("sync faults.jsonl"), disk.log.at(-1));
  }
});

Deno.test("a side log that cannot be written says so, leaves nothing open, and can be written once it can be", async () => {
  const disk = new SimulatedDisk();
  const log = await filled(disk, 1);
  disk.trouble = { at: 0, which: (operation) => operation === "write" };
  await assert.rejects(log.append(eventOf(2)), /no space left/);
  assert.equal(disk.open, 0);
  await log.append(eventOf(3));
  assert.deepEqual(await numbers(log), [[1, 1], [2, 3]]);
});

Deno.test("events that are appended at once all get numbers of their own", async () => {
  const log = new SideLog(new SimulatedDisk(), "faults");
  await Promise.all([1, 2, 3].map((n) => log.append(eventOf(n))));
  assert.deepEqual(await numbers(log), [[1, 1], [2, 2], [3, 3]]);
});

Deno.test("a side log that is cleared leaves nothing on the disk, and begins anew", async () => {
  const disk = new SimulatedDisk();
  const log = await filled(disk, 20, 300);
  await log.clear();
  assert.deepEqual([disk.names, disk.afterKill().names], [[], []]);
  await log.append(eventOf(7));
  assert.deepEqual(await numbers(log), [[1, 7]]);
  await new SideLog(disk, "other").clear();
});
