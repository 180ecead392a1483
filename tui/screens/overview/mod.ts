import type { Binding } from "../../keys/binding.ts";
import { moveBindings } from "../../keys/list_bindings.ts";
import type { Act, Context, Happening, Screen, Step } from "../screen.ts";
import {
  answered,
  closeAlert,
  INITIAL_OVERVIEW,
  keepAsking,
  moveInAlerts,
  openAlert,
  type OverviewState,
  scrollAlert,
} from "./state.ts";
import { Overview } from "./view.tsx";

export type { OverviewState };

type OverviewBinding = Binding<Act<OverviewState>>;

const OPEN: OverviewBinding = { keys: ["enter"], label: "Enter", does: "the alert", act: openAlert };
const BACK: OverviewBinding = { keys: ["escape"], label: "Esc", does: "back", act: closeAlert };
const MOVES = moveBindings<OverviewState>(moveInAlerts);
const SCROLLS = moveBindings<OverviewState>(scrollAlert);

function bindings(state: OverviewState, { host }: Context): readonly OverviewBinding[] {
  if (state.open !== null) return [BACK, ...SCROLLS];
  const alerts = host.status?.alerts.length ?? 0;
  return [...(alerts > 0 ? [OPEN] : []), ...(alerts > 1 ? MOVES : [])];
}

function happened(state: OverviewState, happening: Happening, context: Context): Step<OverviewState> {
  switch (happening.kind) {
    case "shown":
    case "told":
      return keepAsking(state, context);
    case "resized":
      return { state };
    case "answered":
    case "failed":
      return answered(state, happening);
  }
}

/** At a glance: whether the host is well, who is being activated, and what will fail next. */
export const overview: Screen<OverviewState> = {
  title: "Overview",
  initial: INITIAL_OVERVIEW,
  keys: [OPEN, BACK, ...MOVES],
  bindings,
  happened,
  View: Overview,
};
