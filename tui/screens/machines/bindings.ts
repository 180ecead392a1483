import type { Binding } from "../../keys/binding.ts";
import { listBindings, type ListIn } from "../../keys/list_bindings.ts";
import { fieldWith } from "../../model/text_field.ts";
import type { Act, Context, Step } from "../screen.ts";
import { askDetail, askOlder, type Detail, detailOf } from "./detail.ts";
import { detailLines } from "./lines.ts";
import { reversed, sortedNext } from "./query.ts";
import {
  ask,
  askMissing,
  filterText,
  listRows,
  type MachinesState,
  queried,
  selectedRow,
  total,
} from "./state.ts";

type MachinesAct = Act<MachinesState>;
type MachinesBinding = Binding<MachinesAct>;

const LIST = listBindings<MachinesState>({
  place: ({ place }) => place,
  total: (state) => total(state),
  rows: (_, context) => listRows(context),
  at: (state, place, context) => askMissing({ ...state, place }, context),
});

/** Nothing is selected in the detail: a key scrolls at once. */
const DETAIL: ListIn<MachinesState> = {
  place: ({ detail, place }) => detail?.place ?? place,
  total: (state, context) => detailTops(state, context),
  rows: () => 1,
  at(state, place, context) {
    if (state.detail === null) return { state };
    const isNearEnd = place.selected + context.height >= detailTops(state, context);
    return onDetail({ ...state, detail: { ...state.detail, place } }, isNearEnd ? askOlder : undefined);
  },
};
const SCROLL = listBindings(DETAIL);

/** Rows that can be the first one on the screen. */
export function detailTops({ detail }: MachinesState, { width, height }: Context): number {
  return detail === null ? 1 : Math.max(1, detailLines(detail, width).length - height + 1);
}

/** What is asked about the machine in front, with a tag of its own. */
function onDetail(
  state: MachinesState,
  question?: (detail: Detail, tag: string) => Step<Detail>,
): Step<MachinesState> {
  if (state.detail === null || question === undefined) return { state };
  const asked = state.asked + 1;
  const { state: detail, effects = [] } = question(state.detail, `one ${asked}`);
  return { state: { ...state, asked, detail }, effects };
}

function open(state: MachinesState): Step<MachinesState> {
  const row = selectedRow(state);
  return row === undefined ? { state } : onDetail({ ...state, detail: detailOf(row.key) }, askDetail);
}

function close(state: MachinesState, context: Context): Step<MachinesState> {
  return ask({ ...state, detail: null }, context);
}

function apply(state: MachinesState, context: Context): Step<MachinesState> {
  return queried(state, { ...state.query, filter: filterText(state) }, context);
}

const OPEN: MachinesBinding = { keys: ["enter"], label: "Enter", does: "all of one", act: open };
const FILTER: MachinesBinding = {
  keys: ["/"],
  label: "/",
  does: "filter",
  act: (state) => ({ state: { ...state, field: fieldWith(state.query.filter) } }),
};
const SORT: MachinesBinding = {
  keys: ["s"],
  label: "s",
  does: "sort",
  act: (state, context) => queried(state, sortedNext(state.query), context),
};
const REVERSE: MachinesBinding = {
  keys: ["S", "r"],
  label: "r S",
  does: "reverse",
  act: (state, context) => queried(state, reversed(state.query), context),
};
const ALL: MachinesBinding = {
  keys: ["escape"],
  label: "Esc",
  does: "all machines",
  act: (state, context) => queried(state, { ...state.query, filter: "" }, context),
};

const CLOSE: MachinesBinding = { keys: ["escape", "enter"], label: "Esc", does: "back", act: close };
const RENEW: MachinesBinding = {
  keys: ["r"],
  label: "r",
  does: "look again",
  act: (state) => onDetail(state, askDetail),
};

const APPLY: MachinesBinding = { keys: ["enter"], label: "Enter", does: "filter", act: apply };
const CANCEL: MachinesBinding = {
  keys: ["escape"],
  label: "Esc",
  does: "leave it as it was",
  act: (state) => ({ state: { ...state, field: null } }),
};

export function bindingsNow({ detail, field, query }: MachinesState): readonly MachinesBinding[] {
  if (field !== null) return [APPLY, CANCEL];
  if (detail !== null) return [CLOSE, RENEW, ...SCROLL];
  return [OPEN, FILTER, SORT, REVERSE, ...(query.filter === "" ? [] : [ALL]), ...LIST];
}

/** All keys, for the help. */
export const MACHINES_KEYS: readonly MachinesBinding[] = [
  { ...OPEN, does: "all of one machine; in a filter, apply it" },
  FILTER,
  SORT,
  { ...REVERSE, does: "reverse the order; r in a machine: look again" },
  { ...ALL, does: "back, or all machines again" },
  ...LIST,
];
