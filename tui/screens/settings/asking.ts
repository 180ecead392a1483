import type { HostSettings } from "../../../src/policy/settings.ts";
import { type Answered, call, type Failed } from "../../model/effects.ts";
import type { Context, Happening, Step } from "../screen.ts";
import { followed, type SettingsState } from "./state.ts";

export function happened(
  state: SettingsState,
  happening: Happening,
  context: Context,
): Step<SettingsState> {
  switch (happening.kind) {
    case "shown":
      return asking(followed(state, context), context);
    case "told":
      return told(followed(state, context), context);
    case "resized":
      return { state: followed(state, context) };
    case "answered":
      return answered(state, happening, context);
    case "failed":
      return failed(state, happening);
  }
}

/** Rules and what is beside them are asked for anew whenever somebody has changed a setting. */
function told(state: SettingsState, context: Context): Step<SettingsState> {
  const settings = context.host.status?.settings;
  if (settings === undefined) return { state };
  if (!isSame(state.seen, settings)) return asking(state, context);
  return { state, effects: isSettling(state) ? [call("dns", {}, String(state.asked))] : [] };
}

/** The announcement by multicast takes some seconds. */
function isSettling({ announcement }: SettingsState): boolean {
  return announcement?.state === "starting" || announcement?.state === "probing";
}

function isSame(one: HostSettings | null, other: HostSettings): boolean {
  return one !== null && JSON.stringify(one) === JSON.stringify(other);
}

function asking(state: SettingsState, { host: { status } }: Context): Step<SettingsState> {
  const asked = state.asked + 1;
  const tag = String(asked);
  return {
    state: { ...state, asked, seen: status?.settings ?? null },
    effects: [
      call("settings", {}, tag),
      call("dns", {}, tag),
      call("notify", {}, tag),
      call("metrics", {}, tag),
    ],
  };
}

function answered(state: SettingsState, answer: Answered, context: Context): Step<SettingsState> {
  const news = answersAfter(state, answer);
  if (news !== undefined) return { state: followed({ ...state, ...news, failure: null }, context) };
  if (!CHANGES.has(answer.route)) return { state };
  const { state: after, effects = [] } = asking({ ...state, ...changedBy(answer) }, context);
  const pending = answer.route === "changeSetting" ? answer.output.pending : null;
  return {
    state: followed(after, context),
    effects,
    // Why it is not, the detail says.
    notice: pending === null
      ? { tone: "good", text: answer.tag }
      : { tone: "warning", text: `${answer.tag}, not yet in force` },
  };
}

/** Calls that change something. Their tag is what is said when they are done. */
const CHANGES: ReadonlySet<string> = new Set([
  "changeSetting",
  "setDnsDomain",
  "removeDnsDomain",
  "changeNotify",
  "changeMetrics",
]);

/** Undefined for what is no answer to the last questions. */
function answersAfter(state: SettingsState, answer: Answered): Partial<SettingsState> | undefined {
  const isLast = answer.tag === String(state.asked);
  switch (answer.route) {
    case "settings":
      return isLast ? { rules: answer.output.settings } : {};
    case "dns":
      return isLast ? { announcement: answer.output.multicast.announcement } : {};
    case "notify":
      return isLast ? { notify: answer.output } : {};
    case "metrics":
      return isLast ? { metrics: answer.output } : {};
    default:
      return undefined;
  }
}

/** What the answer to a change says already. */
function changedBy(answer: Answered): Partial<SettingsState> {
  switch (answer.route) {
    case "changeNotify":
      return { notify: answer.output };
    case "changeMetrics":
      return { metrics: answer.output };
    default:
      return {};
  }
}

/** A question is asked again when the screen is next shown; that a change was refused is told at once. */
function failed(state: SettingsState, { route, reason, remedy }: Failed): Step<SettingsState> {
  const text = remedy === null ? reason : `${reason}. To mend it: ${remedy}`;
  if (CHANGES.has(route)) return { state, notice: { tone: "bad", text } };
  return { state: route === "settings" ? { ...state, failure: text } : state };
}
