import type { LoggedEvent } from "../policy/client_events.ts";
import { claimedEvent, NO_LINE } from "./line.ts";
import { type Line, linesBefore, linesOf, type ReadableDisk, SLICE_BYTES } from "./lines.ts";
import { type EventWindow, type JournalEntry, readEntry } from "./read_events.ts";
import { segmentName, segmentsIn } from "./segments.ts";

/** A place in the journal between two lines: a segment, and the byte of it at which the next line begins. */
export interface Place {
  readonly segment: number;
  readonly at: number;
}

/** An event with the places before and behind it. */
export interface PlacedEntry extends JournalEntry {
  readonly before: Place;
  readonly after: Place;
}

export interface PageWish {
  /** Events at most. */
  readonly limit: number;
  /** What is not within is not even read whole. */
  readonly window: EventWindow;
  readonly test: (event: LoggedEvent) => boolean;
}

/** A stretch of the journal: all wanted events between two places. */
export interface JournalPage {
  /** The oldest first. */
  readonly entries: readonly PlacedEntry[];
  readonly before: Place;
  readonly after: Place;
  /** Whether the journal ends there, in the direction in which it was read. */
  readonly atEnd: boolean;
  /** Lines that cannot be read, or do not follow from the line before. */
  readonly unreadable: number;
  /** Time of the line that was read last, wanted or not; undefined where none was, or it cannot be told. */
  readonly reached: number | undefined;
}

/** A page ends, full or not, where so much was read for it: a search for what is rare takes many pages, none of them long. */
const MOST_BYTES = 8 * 1024 * 1024;
/** To pass over lines that name nothing that is looked for takes a millisecond for so many bytes. */
const NAMING_SLICE_BYTES = 8 * SLICE_BYTES;
/** Most events are shorter. */
const LINE_SLICE_BYTES = 2048;

/** The events behind `from`, or from the first on. A place in a segment that is gone is the beginning of what is kept. */
export async function pageAfter(
  disk: ReadableDisk,
  from: Place | undefined,
  wish: PageWish,
): Promise<JournalPage> {
  const segments = segmentsIn(await disk.list()).filter((segment) => segment >= (from?.segment ?? 0));
  const before = await begun(disk, from, segments[0]);
  const page = new Page(wish);
  let after = before;
  let previous = await lineBefore(disk, before);
  for (const segment of segments) {
    if (segment > after.segment) {
      after = { segment, at: 0 };
      previous = await lineBefore(disk, after);
    }
    for await (const { lines, end, unfinished } of linesOf(disk, segment, after.at)) {
      for (const line of lines) {
        after = { segment, at: line.at + line.bytes.length + 1 };
        page.take(line, segment, previous);
        previous = line.bytes;
        if (page.full) return { ...page.result(), before, after, atEnd: false };
      }
      if (unfinished > 0 && segment !== segments.at(-1)) page.unreadable += 1;
      after = { segment, at: end };
      if (page.spent) return { ...page.result(), before, after, atEnd: false };
    }
  }
  return { ...page.result(), before, after, atEnd: true };
}

/** The events in front of `from`, or the newest. */
export async function pageBefore(
  disk: ReadableDisk,
  from: Place | undefined,
  wish: PageWish,
): Promise<JournalPage> {
  const segments = segmentsIn(await disk.list()).filter((segment) => segment <= (from?.segment ?? Infinity));
  const after = from ?? await journalEnd(disk, segments.at(-1));
  const page = new Page(wish);
  const slice = wish.window.naming === undefined ? SLICE_BYTES : NAMING_SLICE_BYTES;
  let before = after;
  for (const segment of segments.toReversed()) {
    const size = await disk.size(segmentName(segment)) ?? 0;
    const end = segment === after.segment ? Math.min(after.at, size) : size; // a place may be made up
    for await (const { lines, start } of linesBefore(disk, segment, end, slice)) {
      const first = await lineBefore(disk, { segment, at: start });
      for (const [i, line] of [...lines.entries()].reverse()) {
        before = { segment, at: line.at };
        page.take(line, segment, lines[i - 1]?.bytes ?? first);
        if (page.full) return { ...page.reversed(), before, after, atEnd: false };
      }
      before = { segment, at: start };
      if (page.spent) return { ...page.reversed(), before, after, atEnd: false };
    }
  }
  return { ...page.reversed(), before, after, atEnd: true };
}

/** The lines of a page as they are taken in, one by one. */
class Page {
  readonly #wish: PageWish;
  readonly #entries: PlacedEntry[] = [];
  #bytes = 0;
  #last: Uint8Array | undefined;
  unreadable = 0;

  constructor(wish: PageWish) {
    this.#wish = wish;
  }

  get full(): boolean {
    return this.#entries.length >= this.#wish.limit;
  }

  get spent(): boolean {
    return this.#bytes >= MOST_BYTES;
  }

  take({ at, bytes }: Line, segment: number, before: Uint8Array | undefined): void {
    this.#bytes += bytes.length + 1;
    this.#last = bytes;
    const entry = readEntry(bytes, this.#wish.window, before);
    if (entry === "unreadable") this.unreadable += 1;
    else if (entry !== undefined && this.#wish.test(entry.event)) {
      const after = at + bytes.length + 1;
      this.#entries.push({ ...entry, before: { segment, at }, after: { segment, at: after } });
    }
  }

  result(): Pick<JournalPage, "entries" | "unreadable" | "reached"> {
    const reached = this.#last === undefined ? undefined : claimedEvent(this.#last)?.time;
    return { entries: this.#entries, unreadable: this.unreadable, reached };
  }

  reversed(): Pick<JournalPage, "entries" | "unreadable" | "reached"> {
    return { ...this.result(), entries: this.#entries.toReversed() };
  }
}

/** Where reading begins. A place that is none any more, for the journal was cut back after a failure of the disk, is the beginning of its segment. */
async function begun(disk: ReadableDisk, from: Place | undefined, first: number | undefined): Promise<Place> {
  if (from === undefined || (first !== undefined && first > from.segment)) {
    return { segment: first ?? 1, at: 0 };
  }
  if (from.at === 0 || first === undefined) return from;
  const before = await disk.readPart(segmentName(from.segment), from.at - 1, 1);
  return before?.[0] === 10 ? from : { ...from, at: 0 };
}

/** Behind the last whole line. */
async function journalEnd(disk: ReadableDisk, last: number | undefined): Promise<Place> {
  if (last === undefined) return { segment: 1, at: 0 };
  const size = await disk.size(segmentName(last)) ?? 0;
  for await (const { lines, end } of linesBefore(disk, last, size)) {
    if (lines.length > 0) return { segment: last, at: end };
  }
  return { segment: last, at: 0 };
}

/** The line that ends at a place, or the last of the segment before; undefined where it is not there any more. */
async function lineBefore(disk: ReadableDisk, { segment, at }: Place): Promise<Uint8Array | undefined> {
  if (segment === 1 && at === 0) return NO_LINE;
  const holding = at > 0 ? segment : segment - 1;
  const end = at > 0 ? at : await disk.size(segmentName(holding)) ?? 0;
  for await (const { lines, end: whole } of linesBefore(disk, holding, end, LINE_SLICE_BYTES)) {
    return whole === end ? lines.at(-1)?.bytes : undefined; // what a crash left may stand between
  }
  return undefined;
}
