import type { LoggedEvent } from "../policy/client_events.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { Disk } from "../ports.ts";
import { type JournalPage, pageAfter, pageBefore, type PageWish, type Place } from "./paging.ts";
import { SIDE_LOGS, type SideEntry, SideLog } from "./side_log.ts";

export type LogSource = "journal" | keyof typeof SIDE_LOGS;
const SIDES = ["faults", "client"] as const;

/** An event, with where it stands: `n` is its number in that log. */
export interface LogEntry {
  readonly source: LogSource;
  readonly n: number;
  readonly event: LoggedEvent;
}

/** A stretch of all logs of a folder: what is wanted of it, between two places. */
export interface LogPage {
  /** The oldest first. */
  readonly entries: readonly LogEntry[];
  /** Cursors of both ends, from which other pages can be read. */
  readonly before: string;
  readonly after: string;
  /** Whether there is nothing more (yet) in the direction in which it was read. */
  readonly atEnd: boolean;
  /** Lines that cannot be read: damaged, or written by a later version. */
  readonly unreadable: number;
}

/** Where to begin: behind a cursor or at the very start, then towards newer events; or in front of a cursor or at the end, towards older. */
export type LogStart =
  | { readonly after: string | "start" }
  | { readonly before: string | "end" };

/** A place in all logs: one in the journal, and how many events of each side log lie before it. */
interface LogPlace {
  readonly journal: Place;
  readonly sides: readonly number[];
}

interface Side {
  readonly source: LogSource;
  readonly entries: readonly SideEntry[];
}

/**
 * One page of a folder's events, from the journal and the logs beside it, in the order of their times. Needs no lock. Throws DecodeError
 * for a cursor that is none.
 */
export async function readLogPage(disk: Disk, start: LogStart, wish: PageWish): Promise<LogPage> {
  const sides = await Promise.all(SIDES.map((source) => new SideLog(disk, SIDE_LOGS[source]).read()));
  const logs: Logs = {
    sides: SIDES.map((source, i): Side => ({ source, entries: sides[i]!.entries })),
    unreadable: sides.reduce((sum, { unreadable }) => sum + unreadable, 0),
    wish,
  };
  if ("after" in start) {
    const from = start.after === "start" ? undefined : decodeCursor(start.after);
    return mergedPage(logs, from?.sides ?? [0, 0], await pageAfter(disk, from?.journal, wish), true);
  }
  const from = start.before === "end" ? undefined : decodeCursor(start.before);
  const seen = from?.sides ?? logs.sides.map(({ entries }) => entries.at(-1)?.n ?? 0);
  return mergedPage(logs, seen, await pageBefore(disk, from?.journal, wish), false);
}

interface Logs {
  readonly sides: readonly Side[];
  readonly unreadable: number;
  readonly wish: PageWish;
}

/** An event among those that are to be merged: what a cursor behind and in front of it says of its own log. */
interface Candidate extends LogEntry {
  readonly behind: Place | number;
  readonly front: Place | number;
}

/** Puts what the side logs have of the page's time among its entries. `newer`: whether it was read towards newer events. */
function mergedPage(
  { sides, unreadable, wish }: Logs,
  seen: readonly number[],
  page: JournalPage,
  newer: boolean,
): LogPage {
  const due = sides.map(({ source, entries }, i) =>
    entries.filter((entry) => isDue(entry, seen[i]!, page, newer)).map((entry) => candidateOf(source, entry))
  );
  const merged = mergeByTime([journalCandidates(page), ...due]);
  const wanted = merged.filter(({ event }) => wish.test(event));
  const entries = newer ? wanted.slice(0, wish.limit) : wanted.slice(-wish.limit);
  const isWhole = entries.length === wanted.length;
  const edge = newer ? placeBehind : placeBefore;
  const near = { journal: newer ? page.before : page.after, sides: seen };
  const far = isWhole
    ? { journal: newer ? page.after : page.before, sides: edge(near, merged).sides }
    : edge(near, entries);
  const [before, after] = newer ? [near, far] : [far, near];
  return {
    entries: entries.map(({ source, n, event }) => ({ source, n, event })),
    before: encodeCursor(before),
    after: encodeCursor(after),
    atEnd: page.atEnd && isWhole,
    unreadable: page.unreadable + (page.atEnd ? unreadable : 0),
  };
}

/** An event of a side log comes with the stretch of the journal that it falls into by its time. */
function isDue({ n, event: { time } }: SideEntry, seen: number, page: JournalPage, newer: boolean): boolean {
  if (newer) return n > seen && (page.atEnd || time <= (page.reached ?? -1));
  return n <= seen && (page.atEnd || time >= (page.reached ?? Infinity));
}

function journalCandidates({ entries }: JournalPage): Candidate[] {
  return entries.map(({ n, event, before, after }) => ({
    source: "journal",
    n,
    event,
    behind: after,
    front: before,
  }));
}

function candidateOf(source: LogSource, { n, event }: SideEntry): Candidate {
  return { source, n, event, behind: n, front: n - 1 };
}

/** Each list keeps its own order, for a clock may have been set back; of the next of each the earliest comes first. */
function mergeByTime(lists: readonly (readonly Candidate[])[]): Candidate[] {
  return lists.reduce<Candidate[]>((merged, list) => mergeTwo(merged, list), []);
}

function mergeTwo(a: readonly Candidate[], b: readonly Candidate[]): Candidate[] {
  const merged: Candidate[] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length;) {
    const takesB = i === a.length || (j < b.length && b[j]!.event.time < a[i]!.event.time);
    merged.push(takesB ? b[j++]! : a[i++]!);
  }
  return merged;
}

/** The place behind all of `entries`, for logs that none of them is from as in `begin`. */
function placeBehind(begin: LogPlace, entries: readonly Candidate[]): LogPlace {
  return placeOf(begin, (source) => entries.findLast((entry) => entry.source === source)?.behind);
}

function placeBefore(end: LogPlace, entries: readonly Candidate[]): LogPlace {
  return placeOf(end, (source) => entries.find((entry) => entry.source === source)?.front);
}

function placeOf(other: LogPlace, find: (source: LogSource) => Place | number | undefined): LogPlace {
  return {
    journal: find("journal") as Place | undefined ?? other.journal,
    sides: SIDES.map((source, i) => find(source) as number | undefined ?? other.sides[i]!),
  };
}

function encodeCursor({ journal, sides }: LogPlace): string {
  return [journal.segment, journal.at, ...sides].join(".");
}

function decodeCursor(cursor: string): LogPlace {
  const match = /^(\d{1,8})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (match === null) throw new DecodeError("cursor", "text", "take one that an earlier page gave");
  const [segment, at, faults, client] = match.slice(1).map(Number);
  return { journal: { segment: segment!, at: at! }, sides: [faults!, client!] };
}
