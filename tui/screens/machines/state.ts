import type { MachineRow } from "../../../src/api/types.ts";
import { type Answered, call, type Failed } from "../../model/effects.ts";
import { kept, LIST_START, type ListPlace } from "../../model/list.ts";
import { fieldWith, type TextField, textOf } from "../../model/text_field.ts";
import type { Context, Step } from "../screen.ts";
import type { Detail } from "./detail.ts";
import { FIRST_QUERY, type Query, sameQuery } from "./query.ts";
import { covers, type Held, placeOn, rowAt, wishFor } from "./window.ts";

/** A page that was asked for. */
export interface Asking {
  readonly tag: string;
  readonly query: Query;
  /** What was on the screen. */
  readonly top: number;
  readonly rows: number;
}

export interface MachinesState {
  /** How the list is to be. */
  readonly query: Query;
  /** What is held of it, until the answer comes in the order before; null before the first. */
  readonly held: Held | null;
  readonly place: ListPlace;
  /** One page at a time: however fast a person scrolls, the host is not asked faster than it answers. */
  readonly asking: Asking | null;
  /** Questions so far. */
  readonly asked: number;
  /** The host's clock when it was asked last. */
  readonly askedAt: number | null;
  /** Why the latest page did not come. */
  readonly failure: string | null;
  /** The filter that is being typed. */
  readonly field: TextField | null;
  /** One machine, in front of the list. */
  readonly detail: Detail | null;
}

export const INITIAL_MACHINES: MachinesState = {
  query: FIRST_QUERY,
  held: null,
  place: LIST_START,
  asking: null,
  asked: 0,
  askedAt: null,
  failure: null,
  field: null,
  detail: null,
};

/** A page is asked for anew when it is older. */
const REFRESH_MS = 3000;
/** Above the list how many there are and the heading, below it what the columns have no room for. */
const OTHER_ROWS = 3;

/** Rows of the list on the screen. */
export function listRows({ height }: Context): number {
  return Math.max(1, height - OTHER_ROWS);
}

export function total({ held }: MachinesState): number {
  return held?.page.total ?? 0;
}

export function selectedRow({ held, place }: MachinesState): MachineRow | undefined {
  return held === null ? undefined : rowAt(held.page, place.selected);
}

/** Asks for what the screen shows, unless a question is under way: its answer leads to the next. */
export function ask(state: MachinesState, context: Context): Step<MachinesState> {
  if (state.asking !== null) return { state };
  const { query, held, place } = state;
  const asked = state.asked + 1;
  const tag = `list ${asked}`;
  const rows = listRows(context);
  return {
    state: {
      ...state,
      asked,
      asking: { tag, query, top: place.top, rows },
      askedAt: context.host.status?.time ?? null,
    },
    effects: [call("machines", wishFor(query, held, place, rows), tag)],
  };
}

/** Asks only for what is not held. */
export function askMissing(state: MachinesState, context: Context): Step<MachinesState> {
  const { held, query, place } = state;
  const isHeld = held !== null && sameQuery(held.query, query) && covers(held, place, listRows(context));
  return isHeld ? { state } : ask(state, context);
}

/** The stream has told something: the list goes with the host's clock, which may have been set back, too. */
export function told(state: MachinesState, context: Context): Step<MachinesState> {
  const now = context.host.status?.time ?? null;
  const isDue = now === null || state.askedAt === null || Math.abs(now - state.askedAt) >= REFRESH_MS;
  return isDue ? ask(state, context) : { state };
}

/** Another order or another filter: what comes first is to be seen. */
export function queried(state: MachinesState, query: Query, context: Context): Step<MachinesState> {
  return askMissing({ ...state, query, place: LIST_START, field: null }, context);
}

export function answered(
  state: MachinesState,
  outcome: Answered | Failed,
  context: Context,
): Step<MachinesState> {
  const { asking } = state;
  if (asking === null || asking.tag !== outcome.tag) return { state };
  const free = { ...state, asking: null };
  if (asking.query !== state.query) return ask(free, context);
  if (outcome.kind === "failed") return refused(free, outcome);
  if (outcome.route !== "machines") return { state: free };
  const held: Held = { query: asking.query, page: outcome.output };
  const rows = listRows(context);
  const next = { ...free, held, place: placeOn(state.held, held, state.place, rows), failure: null };
  // Only where something else is to be seen by now: a host that gave less than it was asked for would be asked without end.
  return asking.top === next.place.top && asking.rows === rows ? { state: next } : askMissing(next, context);
}

/** A filter that the host does not take is given back to be mended, and the list stays as it is. */
function refused(state: MachinesState, { reason, remedy }: Failed): Step<MachinesState> {
  const { held, query } = state;
  const text = remedy === null ? reason : `${reason} (${remedy})`;
  const before = held?.query ?? FIRST_QUERY;
  if (before.filter === query.filter) return { state: { ...state, failure: text } };
  return {
    state: { ...state, query: before, field: state.field ?? fieldWith(query.filter) },
    notice: { tone: "bad", text },
  };
}

/** The list within its bounds, and the parts of it that a larger screen shows. */
export function resized(state: MachinesState, context: Context): Step<MachinesState> {
  const place = kept(state.place, total(state), listRows(context));
  return askMissing({ ...state, place }, context);
}

export function filterText({ field }: MachinesState): string {
  return field === null ? "" : textOf(field).trim();
}
