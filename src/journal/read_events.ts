import type { HostEvent } from "../policy/events.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { claimedEvent, followsOn, NO_LINE, parseJournalLine } from "./line.ts";
import { type Line, linesOf, type ReadableDisk } from "./lines.ts";
import { segmentsIn } from "./segments.ts";

const decoder = new TextDecoder();

/** One event as it stands in the journal; `n` is its number there. */
export interface JournalEntry {
  readonly n: number;
  readonly event: HostEvent;
}

/** Which events are wanted. Times are milliseconds since 1970. */
export interface EventWindow {
  /** From this time on. */
  readonly from?: number | undefined;
  /** Before this time. */
  readonly until?: number | undefined;
  /** Of these numbers; all where it is left out. */
  readonly ids?: ReadonlySet<number> | undefined;
  /** Of those in which one of these texts stands: identifiers, which are written as they are. */
  readonly naming?: readonly string[] | undefined;
}

export interface JournalSlice {
  readonly entries: readonly JournalEntry[];
  /** Lines that cannot be read, or not be trusted: damaged, altered, or written by a later version. `kms events verify` tells which. */
  readonly unreadable: number;
}

/**
 * All events of the journal in their order, a few hundred at a time, each of which follows from the line before. It needs no more
 * memory than a slice and gives the event loop a turn after each. The journal may be written and its oldest segments removed meanwhile:
 * the reading goes as far as the journal did when it began, and a last line that is not finished is not there yet.
 */
export async function* readEvents(
  disk: ReadableDisk,
  window: EventWindow = {},
): AsyncGenerator<JournalSlice> {
  const segments = segmentsIn(await disk.list());
  let before: Uint8Array | undefined = segments[0] === 1 ? NO_LINE : undefined;
  let last = 0;
  for (const segment of segments) {
    for await (const { lines, unfinished } of linesOf(disk, segment)) {
      if (segment > last + 1) before = undefined; // what was between is gone
      last = segment;
      const slice = readLines(lines, window, before);
      before = unfinished > 0 ? undefined : lines.at(-1)?.bytes ?? before;
      const torn = unfinished > 0 && segment !== segments.at(-1) ? 1 : 0;
      yield { ...slice, unreadable: slice.unreadable + torn };
    }
  }
}

function readLines(
  lines: readonly Line[],
  window: EventWindow,
  previous: Uint8Array | undefined,
): JournalSlice {
  const entries: JournalEntry[] = [];
  let unreadable = 0;
  for (const [i, { bytes }] of lines.entries()) {
    const entry = readEntry(bytes, window, lines[i - 1]?.bytes ?? previous);
    if (entry === "unreadable") unreadable += 1;
    else if (entry !== undefined) entries.push(entry);
  }
  return { entries, unreadable };
}

/** Undefined for an event that is not wanted. `before`: the line before, where it is at hand; what does not follow from it is not shown. */
export function readEntry(
  line: Uint8Array,
  window: EventWindow,
  before: Uint8Array | undefined,
): JournalEntry | "unreadable" | undefined {
  if (!namesOne(line, window)) return undefined;
  const claimed = claimedEvent(line);
  if (claimed !== undefined && !isWithin(window, claimed)) return undefined; // saves reading all of it
  try {
    const { n, event } = parseJournalLine(line);
    if (!isWithin(window, event)) return undefined;
    return followsOn(line, before) ? { n, event } : "unreadable";
  } catch (error) {
    if (error instanceof DecodeError) return "unreadable";
    throw error;
  }
}

function namesOne(line: Uint8Array, { naming }: EventWindow): boolean {
  if (naming === undefined) return true;
  const text = decoder.decode(line);
  return naming.some((one) => text.includes(one));
}

export function isWithin(
  { from = 0, until = Infinity, ids }: EventWindow,
  { id, time }: { readonly id: number; readonly time: number },
): boolean {
  return time >= from && time < until && (ids === undefined || ids.has(id));
}
