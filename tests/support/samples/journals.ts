import { EventId, type HostEvent } from "../../../src/policy/events.ts";
import {
  JOURNAL_START,
  type JournalPosition,
  type JournalTail,
  readJournal,
} from "../../../src/journal/reader.ts";
import { JournalWriter } from "../../../src/journal/writer.ts";
import type { SimulatedDisk } from "../disk/simulated_disk.ts";

/** An event that is told apart by its number. */
export const eventOf = (n: number): HostEvent => ({ id: EventId.hostStarted, time: n, version: `é"${n}` });
export const eventsOf = (...numbers: number[]): HostEvent[] => numbers.map(eventOf);
export const numbersOf = (events: readonly HostEvent[]): number[] => events.map(({ time }) => time);

export const FIRST = "journal-00000001.jsonl";
export const SECOND = "journal-00000002.jsonl";

/** Writes each list of events as one batch to the end of an empty journal; gives back the places after each. */
export async function writeJournal(
  disk: SimulatedDisk,
  batches: readonly (readonly HostEvent[])[],
  segmentBytes = 1_000_000,
): Promise<JournalPosition[]> {
  const journal = await JournalWriter.open(disk, { position: JOURNAL_START, bytes: 0, segmentBytes });
  const positions: JournalPosition[] = [];
  for (const batch of batches) {
    await journal.append(batch);
    positions.push(journal.position);
  }
  await journal.close();
  return positions;
}

export interface ReadJournal {
  readonly events: readonly HostEvent[];
  readonly tail: JournalTail;
}

export async function readWhole(disk: SimulatedDisk, from = JOURNAL_START): Promise<ReadJournal> {
  const events: HostEvent[] = [];
  const tail = await readJournal(disk, from, (event) => events.push(event));
  return { events, tail };
}
