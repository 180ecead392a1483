import type { Binding } from "../../keys/binding.ts";
import { listBindings, type ListIn } from "../../keys/list_bindings.ts";
import { LIST_START } from "../../model/list.ts";
import type { Act, Context, Screen } from "../screen.ts";
import { listRows } from "./layout.ts";
import { particulars } from "./particulars.ts";
import {
  answered,
  chartOf,
  INITIAL_REPORTS,
  keptOf,
  type ReportsState,
  settled,
  shown,
  total,
  turned,
  wished,
} from "./state.ts";
import { Reports } from "./view.tsx";

export type { ReportsState };

/** The list of the chart, or the particulars in front of it, which have no selection: a key scrolls at once. */
const LIST: ListIn<ReportsState> = {
  place: ({ reading, place }) => reading ?? place,
  total: (state, context) =>
    state.reading === null ? total(state) : Math.max(1, linesOf(state, context) - (context.height - 2) + 1),
  rows: (state, context) => state.reading === null ? listRows(chartOf(state), context) : 1,
  at: (state, place) => ({
    state: state.reading === null ? { ...state, place } : { ...state, reading: place },
  }),
};

function linesOf(state: ReportsState, { width }: Context): number {
  return particulars(state, width).length;
}

const CHOOSE: readonly Binding<Act<ReportsState>>[] = [
  {
    keys: ["right", "l"],
    label: "→ l",
    does: "next report",
    act: (state, context) => turned(state, 1, context),
  },
  {
    keys: ["left", "h"],
    label: "← h",
    does: "report before",
    quiet: true,
    act: (state, context) => turned(state, -1, context),
  },
];
const READ: Binding<Act<ReportsState>> = {
  keys: ["enter"],
  label: "Enter",
  does: "particulars",
  act: (state) => ({ state: { ...state, reading: LIST_START } }),
};
const BACK: Binding<Act<ReportsState>> = {
  keys: ["escape", "enter"],
  label: "Esc",
  does: "back",
  act: (state) => ({ state: { ...state, reading: null } }),
};
const RENEW: Binding<Act<ReportsState>> = { keys: ["r"], label: "r", does: "make it anew", act: wished };
const MOVE = listBindings(LIST);

/** Charts of what the host's reports tell, each made by the host when it is looked at. */
export const reports: Screen<ReportsState> = {
  title: "Reports",
  initial: INITIAL_REPORTS,
  keys: [...CHOOSE, READ, BACK, RENEW, ...MOVE],
  bindings(state) {
    const open = keptOf(state).report === null ? [] : [state.reading === null ? READ : BACK];
    return [...open, ...CHOOSE, RENEW, ...MOVE];
  },
  happened(state, happening, context) {
    switch (happening.kind) {
      case "shown":
        return shown(settled(state, context), context);
      case "resized":
        return { state: { ...settled(state, context), reading: state.reading === null ? null : LIST_START } };
      case "told":
        return { state };
      case "answered":
      case "failed":
        return answered(state, happening, context);
    }
  },
  View: Reports,
};
