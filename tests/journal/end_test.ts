import assert from "node:assert/strict";
import { lookAtJournalEnd } from "../../src/journal/end.ts";
import { encodeJournalLine, GENESIS } from "../../src/journal/line.ts";
import { EventId } from "../../src/policy/events.ts";

const FIRST = "journal-00000001.jsonl";
const SECOND = "journal-00000002.jsonl";

/** Lines of a journal whose events have these times, the first of number `from`. */
function linesOf(times: readonly number[], from = 1): string[] {
  let before = GENESIS;
  return times.map((time, i) => {
    const head = { n: from + i, b: from + i };
    const { text, hash } = encodeJournalLine(head, { id: EventId.hostStarted, time, version: "1" }, before);
    before = hash;
    return text;
  });
}

function folder(files: Readonly<Record<string, string>>) {
  const bytesOf = (name: string) => new TextEncoder().encode(files[name]);
  return {
    list: () => Promise.resolve(Object.keys(files)),
    size: (name: string) => Promise.resolve(bytesOf(name).length),
    readPart: (name: string, start: number, length: number) =>
      Promise.resolve(bytesOf(name).slice(start, start + length)),
  };
}

Deno.test("the end of a journal: its last event, and the highest time, which need not be the last", async () => {
  const end = await lookAtJournalEnd(folder({ [FIRST]: linesOf([5, 9, 7]).join("") }));
  assert.deepEqual(end, { last: { n: 3, time: 7 }, highestTime: 9, checked: 3, fault: undefined });
});

Deno.test("a folder without a journal, or with an empty one, has no event", async () => {
  const none = { last: undefined, highestTime: 0, checked: 0, fault: undefined };
  assert.deepEqual(await lookAtJournalEnd(folder({})), none);
  assert.deepEqual(await lookAtJournalEnd(folder({ [FIRST]: "" })), none);
});

Deno.test("a new segment without an event yet: the end is that of the one before", async () => {
  const files = { "state.json": "{}", [FIRST]: linesOf([5]).join(""), [SECOND]: "" };
  assert.deepEqual((await lookAtJournalEnd(folder(files))).last, { n: 1, time: 5 });
});

Deno.test("an event that is just being written is left aside", async () => {
  const [first, second] = linesOf([5, 6]);
  const { last, fault } = await lookAtJournalEnd(folder({ [FIRST]: first! + second!.slice(0, 30) }));
  assert.deepEqual([last, fault], [{ n: 1, time: 5 }, undefined]);
});

Deno.test("no more than the last 64 KiB are looked at, from a whole line on", async () => {
  const lines = linesOf(Array.from({ length: 2000 }, (_, i) => i));
  const end = await lookAtJournalEnd(folder({ [FIRST]: lines.join("") }));
  assert.deepEqual([end.last, end.fault], [{ n: 2000, time: 1999 }, undefined]);
  assert.equal(end.checked, Math.floor(64 * 1024 / lines.at(-1)!.length));
});

const [one, two, three] = linesOf([5, 6, 7]);
const DAMAGES: readonly (readonly [string, string])[] = [
  ["a line that was changed", one! + two!.replace('"time":6', '"time":8') + three],
  ["the first line of all that was changed", one!.replace('"time":5', '"time":8')],
  ["a line that was taken out", one! + three],
  ["a line that is none", `${one}nonsense\n`],
  ["no line at all", "nonsense\n"],
  ["zeros", `${one}${"\0".repeat(20)}\n`],
];
for (const [what, text] of DAMAGES) {
  Deno.test(`${what} is a fault, which names the segment`, async () => {
    const { fault } = await lookAtJournalEnd(folder({ [FIRST]: text }));
    assert.match(fault ?? "", /^journal-00000001\.jsonl: /);
  });
}
