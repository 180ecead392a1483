import * as v from "valibot";
import { DecodeError } from "../../protocol/decode_error.ts";
import { parseJson } from "../../protocol/json.ts";
import type { Disk } from "../../ports.ts";
import { checkedHash, decodeJournalLine, GENESIS } from "../journal_line.ts";
import { segmentName, segmentsIn } from "../journal_segments.ts";

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

/** Looks at the last events of the newest segment. What follows the last newline is being written, or was torn: recovery's business. */
export async function lookAtJournalEnd(disk: Pick<Disk, "list" | "read">): Promise<JournalEnd> {
  const segments = segmentsIn(await disk.list());
  for (const segment of segments.slice(-2).reverse()) { // the newest may have no event yet
    const name = segmentName(segment);
    const lines = lastLines(await disk.read(name) ?? new Uint8Array(0));
    if (lines.length > 0) return endOf(name, lines);
  }
  return { last: undefined, highestTime: 0, checked: 0, fault: undefined };
}

function lastLines(bytes: Uint8Array): Uint8Array[] {
  const begin = Math.max(0, bytes.length - END_BYTES);
  const end = bytes.subarray(begin, bytes.lastIndexOf(NEWLINE) + 1);
  const lines: Uint8Array[] = [];
  let at = begin === 0 ? 0 : end.indexOf(NEWLINE) + 1; // the first may be cut
  for (let newline = end.indexOf(NEWLINE, at); newline >= 0; newline = end.indexOf(NEWLINE, at)) {
    lines.push(end.subarray(at, newline));
    at = newline + 1;
  }
  return lines;
}

/** What the first line follows from is not looked at, unless it is the journal's first. */
function endOf(name: string, [first, ...others]: readonly Uint8Array[]): JournalEnd {
  let end: JournalEnd = { last: undefined, highestTime: 0, checked: 0, fault: undefined };
  try {
    const { n, time, h } = firstOf(first!);
    end = { last: { n, time }, highestTime: time, checked: 1, fault: undefined };
    let hash = h;
    for (const line of others) {
      const { n, event: { time }, hash: next } = decodeJournalLine(line, hash);
      if (n !== end.last!.n + 1) throw new DecodeError("journal line", "range", `event ${n} comes too early`);
      hash = next;
      const highestTime = Math.max(end.highestTime, time);
      end = { last: { n, time }, highestTime, checked: end.checked + 1, fault: undefined };
    }
    return end;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...end, fault: `${name}: ${error.message}` };
  }
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const lineHead = v.looseObject({ n: whole, time: whole, h: v.string() });

function firstOf(line: Uint8Array): v.InferOutput<typeof lineHead> {
  const head = parseJson(lineHead, new TextDecoder().decode(line), "journal line");
  if (head.n === 1) checkedHash(line, GENESIS);
  return head;
}
