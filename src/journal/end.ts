import { DecodeError } from "../protocol/decode_error.ts";
import { checkedHash, decodeJournalLine, GENESIS, type JournalLine, parseJournalLine } from "./line.ts";
import { type ReadableDisk, splitLines } from "./lines.ts";
import { segmentName, segmentsIn } from "./segments.ts";

/** What the end of a journal looks like to somebody who only reads it. */
export interface JournalEnd {
  /** The last whole event; undefined where there is none. */
  readonly last: { readonly n: number; readonly time: number } | undefined;
  /** The highest time among the events that were looked at, milliseconds since 1970; 0 where there are none. */
  readonly highestTime: number;
  /** How many events were looked at, each of which follows from the one before. */
  readonly checked: number;
  /** What is wrong with them; undefined where nothing is. */
  readonly fault: string | undefined;
}

/** Some hundred events: no more is looked at, for a host that serves must not wait for it. */
const END_BYTES = 64 * 1024;
const NEWLINE = 10;
const NO_EVENT: JournalEnd = { last: undefined, highestTime: 0, checked: 0, fault: undefined };

/** Looks at the last events of the newest segment. What follows the last newline is being written, or was torn: recovery's business. */
export async function lookAtJournalEnd(disk: ReadableDisk): Promise<JournalEnd> {
  const segments = segmentsIn(await disk.list());
  for (const segment of segments.slice(-2).reverse()) { // the newest may have no event yet
    const name = segmentName(segment);
    const lines = await lastLines(disk, name);
    if (lines.length > 0) return endOf(name, lines);
  }
  return NO_EVENT;
}

async function lastLines(disk: ReadableDisk, name: string): Promise<Uint8Array[]> {
  const begin = Math.max(0, (await disk.size(name) ?? 0) - END_BYTES);
  const bytes = await disk.readPart(name, begin, END_BYTES) ?? new Uint8Array(0);
  const first = begin === 0 ? 0 : bytes.indexOf(NEWLINE) + 1; // the line before may be cut
  const whole = bytes.subarray(first, bytes.lastIndexOf(NEWLINE) + 1);
  return splitLines(whole, begin + first).map((line) => line.bytes);
}

function endOf(name: string, lines: readonly Uint8Array[]): JournalEnd {
  let end = NO_EVENT;
  let before: JournalLine | undefined;
  try {
    for (const line of lines) {
      before = lineAfter(before, line);
      const { n, event: { time } } = before;
      const highestTime = Math.max(end.highestTime, time);
      end = { last: { n, time }, highestTime, checked: end.checked + 1, fault: undefined };
    }
    return end;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...end, fault: `${name}: ${error.message}` };
  }
}

/** What the first of them follows from is not looked at, unless it is the journal's first. */
function lineAfter(before: JournalLine | undefined, bytes: Uint8Array): JournalLine {
  if (before === undefined) {
    const first = parseJournalLine(bytes);
    if (first.n === 1) checkedHash(bytes, GENESIS);
    return first;
  }
  const line = decodeJournalLine(bytes, before.hash);
  if (line.n === before.n + 1) return line;
  throw new DecodeError("journal line", "range", `event ${line.n} follows event ${before.n}`);
}
