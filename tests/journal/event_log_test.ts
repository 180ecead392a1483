import assert from "node:assert/strict";
import fc from "fast-check";
import { type LogEntry, type LogPage, readLogPage } from "../../src/journal/event_log.ts";
import { SIDE_LOGS } from "../../src/journal/side_log.ts";
import type { PageWish } from "../../src/journal/paging.ts";
import { SideLog } from "../../src/journal/side_log.ts";
import { DecodeError } from "../../src/protocol/decode_error.ts";
import { eventOf, eventsOf, writeJournal } from "../support/samples/journals.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const ALL: PageWish = { limit: 1000, window: {}, test: () => true };

interface Times {
  readonly journal: readonly number[];
  readonly faults: readonly number[];
  readonly client: readonly number[];
}

async function folderOf({ journal, faults, client }: Times): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  if (journal.length > 0) await writeJournal(disk, journal.map((time) => [eventOf(time)]), 300);
  for (const [name, times] of [[SIDE_LOGS.faults, faults], [SIDE_LOGS.client, client]] as const) {
    const log = new SideLog(disk, name);
    for (const time of times) await log.append(eventOf(time));
  }
  return disk;
}

async function newer(disk: SimulatedDisk, wish: PageWish, from = "start"): Promise<LogPage[]> {
  const pages = [await readLogPage(disk, { after: from }, wish)];
  while (!pages.at(-1)!.atEnd) pages.push(await readLogPage(disk, { after: pages.at(-1)!.after }, wish));
  return pages;
}

async function older(disk: SimulatedDisk, wish: PageWish): Promise<LogPage[]> {
  const pages = [await readLogPage(disk, { before: "end" }, wish)];
  while (!pages[0]!.atEnd) pages.unshift(await readLogPage(disk, { before: pages[0]!.before }, wish));
  return pages;
}

const places = (entries: readonly LogEntry[]) => entries.map(({ source, n }) => `${source} ${n}`);
const entriesOf = (pages: readonly LogPage[]) => pages.flatMap(({ entries }) => entries);

const ascending = fc.array(fc.nat(50), { maxLength: 8 }).map((times) => times.toSorted((a, b) => a - b));

Deno.test("the pages of all logs give every event once, in the order of time, both ways and of any length", async () => {
  const folders = fc.record({ journal: ascending, faults: ascending, client: ascending });
  await fc.assert(
    fc.asyncProperty(folders, fc.integer({ min: 1, max: 9 }), async (times, limit) => {
      const disk = await folderOf(times);
      const all = [...times.journal, ...times.faults, ...times.client].toSorted((a, b) => a - b);
      for (const pages of [await newer(disk, { ...ALL, limit }), await older(disk, { ...ALL, limit })]) {
        const entries = entriesOf(pages);
        assert.deepEqual(entries.map(({ event }) => event.time), all);
        assert.equal(new Set(places(entries)).size, all.length);
        assert(pages.every((page) => page.entries.length <= limit));
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("each log keeps its own order where the clock was set back", async () => {
  const disk = await folderOf({ journal: [10, 20, 5, 30], faults: [15], client: [] });
  for (const limit of [1, 2, 10]) {
    for (const pages of [await newer(disk, { ...ALL, limit }), await older(disk, { ...ALL, limit })]) {
      const seen = places(entriesOf(pages));
      assert.deepEqual(seen.filter((place) => place !== "faults 1"), [1, 2, 3, 4].map((n) => `journal ${n}`));
      assert.equal(seen.length, 5);
    }
  }
});

Deno.test("what comes later comes behind the last page, from each log", async () => {
  const disk = await folderOf({ journal: [1], faults: [2], client: [] });
  const { after } = await readLogPage(disk, { before: "end" }, ALL);
  assert.deepEqual(entriesOf(await newer(disk, ALL, after)), []);
  await new SideLog(disk, SIDE_LOGS.faults).append(eventOf(3));
  await new SideLog(disk, SIDE_LOGS.client).append(eventOf(4));
  assert.deepEqual(places(entriesOf(await newer(disk, ALL, after))), ["faults 2", "client 1"]);
});

Deno.test("events that are not wanted are in no page and are not looked at again", async () => {
  const disk = await folderOf({ journal: [1, 2, 3], faults: [1, 2, 3], client: [] });
  const wish = { ...ALL, limit: 1, test: ({ time }: { time: number }) => time === 2 };
  assert.deepEqual(entriesOf(await newer(disk, wish)).map(({ event }) => event.time), [2, 2]);
  const { after } = (await newer(disk, wish)).at(-1)!;
  assert.deepEqual(entriesOf(await newer(disk, ALL, after)), []);
});

Deno.test("lines that cannot be read are counted in whichever log they are", async () => {
  const disk = await folderOf({ journal: [1], faults: [2], client: [] });
  const text = new TextDecoder().decode(disk.peek("faults.jsonl"));
  disk.put("faults.jsonl", new TextEncoder().encode(`nonsense\n${text}{"n":7,"id":99}\n`));
  const page = await readLogPage(disk, { after: "start" }, ALL);
  assert.deepEqual([places(page.entries), page.unreadable], [["journal 1", "faults 1"], 2]);
});

Deno.test("a cursor that no page gave is refused", async () => {
  for (
    const cursor of [
      "",
      "1",
      "1.2.3",
      "1.2.3.4.5",
      "a.b.c.d",
      "-1.0.0.0",
      "1e3.0.0.0",
      `${"9".repeat(20)}.0.0.0`,
    ]
  ) {
    await assert.rejects(readLogPage(new SimulatedDisk(), { after: cursor }, ALL), DecodeError, cursor);
  }
  await readLogPage(
    await folderOf({ journal: [1], faults: [], client: [] }),
    { after: "99999999.5.7.8" },
    ALL,
  );
});

Deno.test("a page of a folder that is empty, or holds a journal alone, has what there is", async () => {
  assert.deepEqual((await readLogPage(new SimulatedDisk(), { before: "end" }, ALL)).entries, []);
  const disk = new SimulatedDisk();
  await writeJournal(disk, [eventsOf(1, 2)]);
  assert.deepEqual(places((await readLogPage(disk, { before: "end" }, ALL)).entries), [
    "journal 1",
    "journal 2",
  ]);
});
