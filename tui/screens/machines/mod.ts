import { kept } from "../../model/list.ts";
import type { Context, Happening, Screen, Step } from "../screen.ts";
import { bindingsNow, detailTops, MACHINES_KEYS } from "./bindings.ts";
import { detailAnswered } from "./detail.ts";
import { answered, ask, INITIAL_MACHINES, type MachinesState, resized, told } from "./state.ts";
import { Machines } from "./view.tsx";

export type { MachinesState };

/** The machines that a host keeps records of. It holds what is on the screen and a little more, however many there are. */
export const machines: Screen<MachinesState> = {
  title: "Machines",
  initial: INITIAL_MACHINES,
  keys: MACHINES_KEYS,
  bindings: (state) => bindingsNow(state),
  field: ({ field }) => field ?? undefined,
  typed: (state, field) => ({ state: { ...state, field } }),
  happened(state, happening, context) {
    switch (happening.kind) {
      case "shown":
        return state.detail === null ? ask(state, context) : { state };
      case "told":
        return state.detail === null ? told(state, context) : { state };
      case "resized":
        return resized(scrolled(state, context), context);
      case "answered":
      case "failed":
        return outcomeOf(state, happening, context);
    }
  },
  View: Machines,
};

function outcomeOf(
  state: MachinesState,
  outcome: Extract<Happening, { readonly kind: "answered" | "failed" }>,
  context: Context,
): Step<MachinesState> {
  if (outcome.route === "machines") return answered(state, outcome, context);
  if (state.detail === null) return { state };
  return { state: scrolled({ ...state, detail: detailAnswered(state.detail, outcome) }, context) };
}

/** The detail within its bounds. */
function scrolled(state: MachinesState, context: Context): MachinesState {
  const { detail } = state;
  if (detail === null) return state;
  return { ...state, detail: { ...detail, place: kept(detail.place, detailTops(state, context), 1) } };
}
