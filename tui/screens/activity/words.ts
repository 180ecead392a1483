import type { Said } from "../../describe.ts";
import { countOf } from "../../format.ts";
import type { HostView } from "../../model/host_view.ts";
import { type ActivityState, isFollowing } from "./state.ts";

/** How the list stands to what happens. */
export function standingOf(state: ActivityState, { happened }: HostView): Said {
  const { frozen, window, place, failure } = state;
  if (failure !== null) return { tone: "warning", text: `The event log cannot be read: ${failure}` };
  if (frozen !== null) {
    return { tone: "waiting", text: `Paused: ${countOf(happened - frozen, "event")} since` };
  }
  if (isFollowing(state)) return { tone: "good", text: "Following" };
  const unread = window.atNewest ? 0 : happened - state.read.happened;
  const above = unread === 0 ? `${place.selected} newer above` : `${place.selected} newer above, and more`;
  return { tone: "strong", text: `Held: ${above}` };
}

/** Where there is nothing to be listed: why. */
export function emptyText({ window, wanted, reading, failure }: ActivityState): string {
  if (failure !== null) return "Nothing could be read.";
  if (reading !== null || window.stretches.length === 0) return "Reading…";
  if (window.whole) return wanted.text === "" ? "Nothing has happened yet." : "No event is like that.";
  return "No event is like that in the newest part of the log. ↓ searches on.";
}
