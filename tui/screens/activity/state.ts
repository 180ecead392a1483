import type { EventEntry } from "../../../src/api/types.ts";
import { LIST_START, type ListPlace } from "../../model/list.ts";
import type { TextField } from "../../model/text_field.ts";
import type { Context } from "../screen.ts";
import { entriesOf, type LogWindow, NO_WINDOW } from "./log_window.ts";
import { EVERYTHING, type Wanted } from "./wanted.ts";

export type Direction = "newest" | "newer" | "older";

/** A page of the log that was called for. */
export interface Reading {
  readonly direction: Direction;
  readonly tag: string;
  /** The host's clock then; an answer that does not come is waited for no longer than LONGEST_WAIT_MS. */
  readonly time: number;
  /** Events that had been told of then (HostView.happened). */
  readonly happened: number;
}

export interface ActivityState {
  readonly window: LogWindow;
  readonly place: ListPlace;
  readonly wanted: Wanted;
  /** The filter that is being typed. */
  readonly typing: TextField | null;
  /** What HostView.happened was when the list was frozen; null while it is not. */
  readonly frozen: number | null;
  /** The event that is shown as a whole, and its first row on the screen. */
  readonly open: { readonly entry: EventEntry; readonly top: number } | null;
  /** The call that has not been answered. */
  readonly reading: Reading | null;
  /** When the newest end was last read: the host's clock, and HostView.happened. */
  readonly read: Pick<Reading, "time" | "happened">;
  /** Calls so far: no tag comes twice. */
  readonly calls: number;
  /** Pages of older events that may still be read before a person asks for more. */
  readonly searches: number;
  /** Why the last call failed. */
  readonly failure: string | null;
}

/** Pages that one key reads, where few events in them are wanted. */
export const SEARCHES = 10;

export const INITIAL_ACTIVITY: ActivityState = {
  window: NO_WINDOW,
  place: LIST_START,
  wanted: EVERYTHING,
  typing: null,
  frozen: null,
  open: null,
  reading: null,
  read: { time: 0, happened: 0 },
  calls: 0,
  searches: SEARCHES,
  failure: null,
};

/** Rows above the list: what is shown, and the heading. */
const ABOVE = 2;

export function listRows({ height }: Context): number {
  return Math.max(1, height - ABOVE);
}

/** Whether the newest is always at the top and selected. */
export function isFollowing({ place, frozen, window }: ActivityState): boolean {
  return frozen === null && place.selected === 0 && (window.atNewest || window.stretches.length === 0);
}

export function totalOf({ window }: ActivityState): number {
  return entriesOf(window).length;
}

export function selectedEntry({ window, place }: ActivityState): EventEntry | undefined {
  return entriesOf(window)[place.selected];
}
