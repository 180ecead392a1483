import { LIST_START, type ListMove, type ListPlace, moved } from "../../model/list.ts";
import { fieldWith, type TextField, textOf } from "../../model/text_field.ts";
import type { Context, Step } from "../screen.ts";
import { eventRows } from "./event_rows.ts";
import { NO_WINDOW } from "./log_window.ts";
import { catchUp, readAround, readNewest } from "./reading.ts";
import { type ActivityState, listRows, SEARCHES, selectedEntry, totalOf } from "./state.ts";
import { EVERYTHING, readWanted, type Wanted } from "./wanted.ts";

type Stepped = Step<ActivityState>;

/** Moves in the list; every key may search some pages more. */
export function move(state: ActivityState, move: ListMove, context: Context): Stepped {
  if (move === "first") return goToNewest(state, context);
  return goTo(state, moved(state.place, move, totalOf(state), listRows(context)), context);
}

/** The newest event is to be read anew where it was let go; in a frozen list the newest there is meant. */
function goToNewest(state: ActivityState, context: Context): Stepped {
  const isHeld = state.window.atNewest || state.frozen !== null || state.window.stretches.length === 0;
  return isHeld ? goTo(state, LIST_START, context) : readNewest(state, context);
}

function goTo(state: ActivityState, place: ListPlace, context: Context): Stepped {
  return readAround({ ...state, place, searches: SEARCHES }, context);
}

/** Freezes the list, or lets it go on. */
export function toggleFrozen(state: ActivityState, context: Context): Stepped {
  if (state.frozen === null) return { state: { ...state, frozen: context.host.happened } };
  return catchUp({ ...state, frozen: null }, context);
}

export function beginTyping(state: ActivityState): Stepped {
  return { state: { ...state, typing: fieldWith(state.wanted.text) } };
}

export function type(state: ActivityState, typing: TextField): Stepped {
  return { state: { ...state, typing } };
}

export function stopTyping(state: ActivityState): Stepped {
  return { state: { ...state, typing: null } };
}

/** Shows what was typed for, or says why that cannot be understood. */
export function applyTyped(state: ActivityState, context: Context): Stepped {
  if (state.typing === null) return { state };
  const wanted = readWanted(textOf(state.typing));
  if (typeof wanted === "string") return { state, notice: { tone: "bad", text: wanted } };
  return showWanted({ ...state, typing: null }, wanted, context);
}

export function showAll(state: ActivityState, context: Context): Stepped {
  return showWanted(state, EVERYTHING, context);
}

function showWanted(state: ActivityState, wanted: Wanted, context: Context): Stepped {
  return readNewest({ ...state, wanted, window: NO_WINDOW, failure: null }, context);
}

export function open(state: ActivityState): Stepped {
  const entry = selectedEntry(state);
  return { state: entry === undefined ? state : { ...state, open: { entry, top: 0 } } };
}

export function close(state: ActivityState): Stepped {
  return { state: { ...state, open: null } };
}

/** Scrolls in the event that is open. */
export function scroll(state: ActivityState, move: ListMove, { width, height }: Context): Stepped {
  if (state.open === null) return { state };
  const { entry, top } = state.open;
  const tops = Math.max(1, eventRows(entry, width).length - height + 1);
  return { state: { ...state, open: { entry, top: moved({ selected: top, top }, move, tops, 1).selected } } };
}
