import assert from "node:assert/strict";
import { EventId } from "../../src/policy/events.ts";
import { scanJournal, type ScanProgress } from "../../src/reports/journal_scan.ts";
import type { SeenEvent } from "../../src/reports/seen_event.ts";
import { eventOf, FIRST, SECOND, writeJournal } from "../support/samples/journals.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { SimulatedDisk } from "../support/disk/simulated_disk.ts";

const CLONE = {
  id: EventId.cloneSeen,
  time: 9,
  machineId: "ab".repeat(16),
  name: "n",
  hardwares: 2,
} as const;

/** Two segments: five events that reports are made of, and one that is none of those. */
async function disk(): Promise<SimulatedDisk> {
  const made = new SimulatedDisk();
  await writeJournal(
    made,
    [[eventOf(5), machineEvent(1)], [machineEvent(2), machineEvent(3)], [machineEvent(4), CLONE]],
    600,
  );
  return made;
}

async function scan(from: SimulatedDisk) {
  const seen: SeenEvent[] = [];
  const progress: ScanProgress[] = [];
  const result = await scanJournal(from, (event) => seen.push(event), (one) => progress.push(one));
  const { since, read, unreadable } = result;
  return { seen: seen.map(({ time }) => time), since, read, unreadable, progress };
}

function change(on: SimulatedDisk, name: string, edit: (text: string) => string): void {
  const text = new TextDecoder().decode(on.peek(name));
  on.put(name, new TextEncoder().encode(edit(text)));
}

const TIMES = [machineEvent(1), machineEvent(2), machineEvent(3), machineEvent(4), CLONE].map(({ time }) =>
  time
);

Deno.test("every event that reports are made of is shown, in its order, through all segments", async () => {
  const from = await disk();
  assert(from.names.includes(SECOND));
  const { seen, since, read, unreadable } = await scan(from);
  assert.deepEqual({ seen, since, read, unreadable }, { seen: TIMES, since: 5, read: 6, unreadable: 0 });
});

Deno.test("progress ends with all bytes and all events", async () => {
  const from = await disk();
  const { progress } = await scan(from);
  const bytes = from.names.reduce((sum, name) => sum + from.peek(name)!.length, 0);
  assert.deepEqual(progress.at(-1), { bytes, of: bytes, events: 6 });
  assert(progress.length >= 2);
});

Deno.test("an empty journal has no beginning", async () => {
  const { seen, since, read } = await scan(new SimulatedDisk());
  assert.deepEqual({ seen, since, read }, { seen: [], since: null, read: 0 });
});

Deno.test("a last line that is not finished is not there yet", async () => {
  const from = await disk();
  const last = from.names.at(-1)!;
  change(from, last, (text) => text + text.slice(0, 50));
  const { seen, unreadable } = await scan(from);
  assert.deepEqual({ seen, unreadable }, { seen: TIMES, unreadable: 0 });
});

Deno.test("lines that are no events are counted, and the others read", async () => {
  const wrong = [
    "",
    "nonsense",
    "null",
    "[]",
    `{"id":12290,"time":1}`,
    `{"id":-1,"time":1}`,
    `{"id":1,"time":"1"}`,
  ];
  for (const line of wrong) {
    const from = await disk();
    change(from, FIRST, (text) => `${line}\n${text}`);
    const { seen, unreadable } = await scan(from);
    assert.deepEqual({ seen, unreadable }, { seen: TIMES, unreadable: 1 }, line);
  }
});

Deno.test("a segment that is removed meanwhile is passed over", async () => {
  const from = await disk();
  const { readPart } = from;
  from.readPart = (name, start, length) => {
    from.put(FIRST, undefined);
    return readPart.call(from, name, start, length);
  };
  const { seen, since } = await scan(from);
  assert.deepEqual({ seen, since }, { seen: TIMES.slice(-seen.length), since: TIMES.at(-seen.length) });
  assert(seen.length > 0 && seen.length < TIMES.length);
});
