import type { Binding } from "../../keys/binding.ts";
import { moveBindings } from "../../keys/list_bindings.ts";
import { kept } from "../../model/list.ts";
import type { Act, Context, Happening, Screen, Step } from "../screen.ts";
import {
  applyTyped,
  beginTyping,
  close,
  move,
  open,
  scroll,
  showAll,
  stopTyping,
  toggleFrozen,
  type,
} from "./acts.ts";
import { answered, catchUp, readAround } from "./reading.ts";
import { type ActivityState, INITIAL_ACTIVITY, listRows, totalOf } from "./state.ts";
import { ActivityView } from "./view.tsx";

export type { ActivityState };

type ActivityBinding = Binding<Act<ActivityState>>;

const OPEN: ActivityBinding = { keys: ["enter"], label: "Enter", does: "open", act: open };
const FREEZE: ActivityBinding = { keys: ["space"], label: "Space", does: "pause", act: toggleFrozen };
const GO_ON: ActivityBinding = { ...FREEZE, does: "go on" };
const FILTER: ActivityBinding = { keys: ["/"], label: "/", does: "filter", act: beginTyping };
const ALL: ActivityBinding = { keys: ["escape"], label: "Esc", does: "no filter", act: showAll };
const BACK: ActivityBinding = { keys: ["escape"], label: "Esc", does: "back", act: close };
const APPLY: ActivityBinding = { keys: ["enter"], label: "Enter", does: "show these", act: applyTyped };
const CANCEL: ActivityBinding = { keys: ["escape"], label: "Esc", does: "leave it", act: stopTyping };

const MOVES = moveBindings<ActivityState>(move);
/** In an event that is open. */
const SCROLLS = moveBindings<ActivityState>(scroll);

function bindings(state: ActivityState): readonly ActivityBinding[] {
  if (state.typing !== null) return [APPLY, CANCEL];
  if (state.open !== null) return [BACK, ...SCROLLS];
  const pause = state.frozen === null ? FREEZE : GO_ON;
  return [OPEN, pause, FILTER, ...(state.wanted.text === "" ? [] : [ALL]), ...MOVES];
}

function happened(state: ActivityState, happening: Happening, context: Context): Step<ActivityState> {
  switch (happening.kind) {
    case "shown":
    case "told":
      return catchUp(state, context);
    case "resized":
      return readAround({ ...state, place: kept(state.place, totalOf(state), listRows(context)) }, context);
    case "answered":
    case "failed":
      return answered(state, happening, context);
  }
}

/** What happens, the newest at the top, down to the beginning of the event log. */
export const activity: Screen<ActivityState> = {
  title: "Activity",
  initial: INITIAL_ACTIVITY,
  keys: [OPEN, FREEZE, FILTER, { ...ALL, does: "back; no filter" }, ...MOVES],
  bindings,
  field: ({ typing }) => typing ?? undefined,
  typed: type,
  happened,
  View: ActivityView,
};
