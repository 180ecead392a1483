import type { EventEntry, EventsPage } from "../../../src/api/types.ts";
import { type Answered, call, type Failed } from "../../model/effects.ts";
import { kept, LIST_START } from "../../model/list.ts";
import type { Context, Step } from "../screen.ts";
import {
  type LogWindow,
  MOST_HELD,
  newestCursor,
  newestOnly,
  oldestCursor,
  type Slid,
  withNewer,
  withOlder,
} from "./log_window.ts";
import { type ActivityState, type Direction, isFollowing, listRows, SEARCHES, totalOf } from "./state.ts";
import { isWanted } from "./wanted.ts";

type Stepped = Step<ActivityState>;

const PAGE = 100;
/** Where few of the events are wanted, more of them are looked through at once. */
const SEARCHED_PAGE = 200;
/** The newest end is read no more often, and at least so often: the host's clock, milliseconds. */
const OFTEN_MS = 400;
const SELDOM_MS = 5000;
const LONGEST_WAIT_MS = 30_000;

/** Reads what happened since the newest end was read last, where there is need and the list may grow there. */
export function catchUp(state: ActivityState, context: Context): Stepped {
  const { window, frozen, read: { time, happened } } = state;
  if (frozen !== null || isWaiting(state, context)) return { state };
  const since = Math.abs(timeOf(context) - time);
  if (since < (happened === context.host.happened ? SELDOM_MS : OFTEN_MS)) return { state };
  if (window.stretches.length === 0) return read(state, context, "newest");
  if (isFollowing(state)) return read(state, context, "newer");
  return window.atNewest && totalOf(state) < MOST_HELD ? read(state, context, "newer") : { state };
}

/** Reads on at an end of what is held, where the rows on the screen come near it. */
export function readAround(state: ActivityState, context: Context): Stepped {
  if (isWaiting(state, context)) return { state };
  const rows = listRows(context);
  const { place, window } = state;
  if (window.stretches.length === 0 || state.searches === 0) return { state };
  if (!window.atNewest && state.frozen === null && place.top < rows) return read(state, context, "newer");
  const isNearEnd = place.top + 2 * rows > totalOf(state);
  if (isNearEnd && !window.whole) return read(state, context, "older");
  return { state };
}

/** Begins again at the newest end; what is on its way is not waited for. */
export function readNewest(state: ActivityState, context: Context): Stepped {
  return read({ ...state, place: LIST_START, frozen: null, searches: SEARCHES }, context, "newest");
}

function read(state: ActivityState, context: Context, direction: Direction): Stepped {
  const { wanted: { asked, products, words }, calls, window } = state;
  const tag = `${direction} ${calls + 1}`;
  const limit = products.length + words.length === 0 ? PAGE : SEARCHED_PAGE;
  const reading = { direction, tag, time: timeOf(context), happened: context.host.happened };
  const isSearch = direction === "older" || (direction === "newer" && !window.atNewest);
  const searches = state.searches - (isSearch ? 1 : 0);
  return {
    state: { ...state, reading, calls: calls + 1, searches },
    effects: [call("events", { ...asked, ...cursorFor(window, direction), limit }, tag)],
  };
}

function cursorFor(window: LogWindow, direction: Direction) {
  switch (direction) {
    case "newest":
      return { before: "end" };
    case "newer":
      return { after: newestCursor(window) ?? "start" };
    case "older":
      return { before: oldestCursor(window) ?? "end" };
  }
}

/** Takes a page, if it is the one that is waited for, and reads on where the screen is not full. */
export function answered(state: ActivityState, outcome: Answered | Failed, context: Context): Stepped {
  const { reading } = state;
  if (reading === null || outcome.route !== "events" || outcome.tag !== reading.tag) return { state };
  const over = { ...state, reading: null };
  if (outcome.kind === "failed") {
    const { time, happened } = reading;
    return { state: { ...over, failure: outcome.reason, read: { time, happened } } };
  }
  const next = taken({ ...over, failure: null }, outcome.output, reading, context);
  return next.effects === undefined ? readAround(next.state, context) : next;
}

function taken(
  state: ActivityState,
  page: EventsPage,
  { direction, time, happened }: NonNullable<ActivityState["reading"]>,
  context: Context,
): Stepped {
  const test = (entry: EventEntry) => isWanted(state.wanted, entry);
  const read = { time, happened };
  switch (direction) {
    case "newest":
      return { state: { ...state, read, window: newestOnly(page, test), place: LIST_START } };
    case "newer": {
      // Who is that far behind would be told the past for long.
      if (isFollowing(state) && !page.atEnd) return readNewest(state, context);
      const slid = withNewer(state.window, page, test, state.place.top + listRows(context));
      return { state: { ...(isFollowing(state) ? follow(state, slid) : hold(state, slid, context)), read } };
    }
    case "older":
      return { state: hold(state, withOlder(state.window, page, test, state.place.top), context) };
  }
}

function follow(state: ActivityState, { window }: Slid): ActivityState {
  return { ...state, window, place: LIST_START };
}

/** What was selected stays selected, and in its row. */
function hold(state: ActivityState, { window, shift }: Slid, context: Context): ActivityState {
  const { selected, top } = state.place;
  const moved = { selected: selected + shift, top: top + shift };
  return { ...state, window, place: kept(moved, totalOf({ ...state, window }), listRows(context)) };
}

function isWaiting({ reading }: ActivityState, context: Context): boolean {
  return reading !== null && Math.abs(timeOf(context) - reading.time) < LONGEST_WAIT_MS;
}

function timeOf({ host }: Context): number {
  return host.status?.time ?? 0;
}
