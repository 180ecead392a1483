import type { EventEntry, EventsPage } from "../../../src/api/types.ts";

/** A stretch of the event log that was read, with the cursors of its ends. */
interface Stretch {
  /** Newest first; those that are not wanted are left out. */
  readonly entries: readonly EventEntry[];
  /** Cursor of its older end. */
  readonly before: string;
  /** Cursor of its newer end. */
  readonly after: string;
}

/** The part of the event log that is held: stretches that touch, newest first. */
export interface LogWindow {
  readonly stretches: readonly Stretch[];
  /** Whether nothing older is in the log. */
  readonly whole: boolean;
  /** Whether it reaches to the newest end as it was when last read; not where that end was let go. */
  readonly atNewest: boolean;
}

/** A window at another place of the log, and by how many rows what it held before stands lower now. */
export interface Slid {
  readonly window: LogWindow;
  readonly shift: number;
}

/** Entries that are held at most, those on the screen apart: a stretch is let go as a whole. */
export const MOST_HELD = 600;
/** Stretches with fewer are joined with their neighbour. */
const SMALL = 100;

/** Nothing has been read yet. */
export const NO_WINDOW: LogWindow = { stretches: [], whole: false, atNewest: false };

export function entriesOf({ stretches }: LogWindow): EventEntry[] {
  return stretches.flatMap(({ entries }) => entries);
}

export function newestCursor({ stretches }: LogWindow): string | undefined {
  return stretches[0]?.after;
}

export function oldestCursor({ stretches }: LogWindow): string | undefined {
  return stretches.at(-1)?.before;
}

/** The newest page alone. */
export function newestOnly(page: EventsPage, isWanted: Test): LogWindow {
  return { stretches: [stretchOf(page, isWanted)], whole: page.atEnd, atNewest: true };
}

/** What is kept of a page: the wanted entries. */
export type Test = (entry: EventEntry) => boolean;

/** With the page in front of its newest end. The oldest stretches go where there are too many, but not the first `shown` rows. */
export function withNewer(window: LogWindow, page: EventsPage, isWanted: Test, shown: number): Slid {
  const added = stretchOf(page, isWanted);
  const [first, ...rest] = window.stretches;
  const all = first === undefined ? [added] : [...joined(added, first), ...rest];
  const shift = added.entries.length;
  const stretches = keptFront(all, shown + shift);
  const whole = window.whole && stretches.length === all.length;
  return { window: { stretches, whole, atNewest: page.atEnd }, shift };
}

/** With the page behind its oldest end. The newest stretches go where there are too many, but nothing from row `shown` on. */
export function withOlder(window: LogWindow, page: EventsPage, isWanted: Test, shown: number): Slid {
  const last = window.stretches.at(-1);
  const added = stretchOf(page, isWanted);
  const all = last === undefined ? [added] : [...window.stretches.slice(0, -1), ...joined(last, added)];
  const { stretches, gone } = keptBack(all, shown);
  const atNewest = window.atNewest && stretches.length === all.length;
  return { window: { stretches, whole: page.atEnd, atNewest }, shift: gone === 0 ? 0 : -gone };
}

function keptFront(all: readonly Stretch[], rows: number): readonly Stretch[] {
  const fewer = all.slice(0, -1);
  return held(all) <= MOST_HELD || held(fewer) < Math.max(1, rows) ? all : keptFront(fewer, rows);
}

function keptBack(
  all: readonly Stretch[],
  rows: number,
  gone = 0,
): { stretches: readonly Stretch[]; gone: number } {
  const next = gone + (all[0]?.entries.length ?? 0);
  const isEnough = held(all) <= MOST_HELD || next > rows || all.length === 1;
  return isEnough ? { stretches: all, gone } : keptBack(all.slice(1), rows, next);
}

function stretchOf({ events, before, after }: EventsPage, isWanted: Test): Stretch {
  return { entries: events.filter(isWanted).reverse(), before, after };
}

function joined(newer: Stretch, older: Stretch): Stretch[] {
  if (newer.entries.length + older.entries.length > SMALL) return [newer, older];
  return [{ entries: [...newer.entries, ...older.entries], before: older.before, after: newer.after }];
}

function held(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { entries }) => sum + entries.length, 0);
}
