import type { Answered, Failed } from "../../model/effects.ts";
import type { HostSettings } from "../../../src/policy/settings.ts";
import { call } from "../../model/effects.ts";
import { confirmation } from "../../model/confirmation.ts";
import { kept, LIST_START, type ListPlace } from "../../model/list.ts";
import { fieldWith, type TextField, textOf } from "../../model/text_field.ts";
import type { Context, Happening, Step } from "../screen.ts";
import { entriesOf } from "./entries.ts";
import type { Change, Entry, Reading } from "./entry.ts";
import { type Answers, NO_ANSWERS } from "./known.ts";

export interface SettingsState extends Answers {
  readonly place: ListPlace;
  /** What is selected, so that it stays so where rows come and go. */
  readonly selected: string | null;
  readonly editing: { readonly key: string; readonly field: TextField } | null;
  /** The questions that the answers are for: an answer to an older one is left aside. */
  readonly asked: number;
  /** The settings as they were when that was asked. */
  readonly seen: HostSettings | null;
  /** Why there is nothing to show. */
  readonly failure: string | null;
}

export const INITIAL: SettingsState = {
  ...NO_ANSWERS,
  place: LIST_START,
  selected: null,
  editing: null,
  asked: 0,
  seen: null,
  failure: null,
};

/** Rows that tell of the setting that is selected: fewer where the list needs them more. */
export function detailRows({ height }: Pick<Context, "height">): number {
  return height >= 16 ? 7 : 5;
}

export function listRows(context: Context): number {
  return Math.max(1, context.height - detailRows(context));
}

/** Empty until the host has answered. */
export function entriesIn(state: SettingsState, { host: { status } }: Context): readonly Entry[] {
  return status === null ? [] : entriesOf({ ...state, status });
}

export function selectedIn(state: SettingsState, context: Context): Entry | undefined {
  return entriesIn(state, context)[state.place.selected];
}

/** What is being edited, and what the text says that is typed. */
export function readingIn(state: SettingsState, context: Context): Reading | undefined {
  const { editing } = state;
  if (editing === null) return undefined;
  const edit = entriesIn(state, context).find(({ key }) => key === editing.key)?.edit;
  return edit?.kind === "text" ? edit.read(textOf(editing.field)) : undefined;
}

export function at(state: SettingsState, place: ListPlace, context: Context): Step<SettingsState> {
  const selected = entriesIn(state, context)[place.selected]?.key ?? null;
  return { state: { ...state, place, selected } };
}

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

/** The same setting stays selected, and is edited only as long as it is there. */
function followed(state: SettingsState, context: Context): SettingsState {
  const keys = entriesIn(state, context).map(({ key }) => key);
  const index = state.selected === null ? -1 : keys.indexOf(state.selected);
  const wanted = index < 0 ? state.place : { ...state.place, selected: index };
  const place = kept(wanted, keys.length, listRows(context));
  const editing = state.editing !== null && keys.includes(state.editing.key) ? state.editing : null;
  return { ...state, place, selected: keys[place.selected] ?? state.selected, editing };
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

/** Enter on the list. */
export function open(state: SettingsState, context: Context): Step<SettingsState> {
  const entry = selectedIn(state, context);
  if (entry === undefined) return { state };
  const { key, edit } = entry;
  switch (edit.kind) {
    case "switch":
      return making(state, edit.change);
    case "text":
      return { state: { ...state, editing: { key, field: fieldWith(edit.text) } } };
    case "fixed":
      return { state, notice: { tone: "plain", text: edit.remedy } };
  }
}

export function reset(state: SettingsState, context: Context): Step<SettingsState> {
  const change = selectedIn(state, context)?.reset?.change;
  return change === undefined ? { state } : making(state, change);
}

/** All that is typed stays: of a number that is out of range no part is a value that anybody meant. */
export function typed(state: SettingsState, field: TextField): Step<SettingsState> {
  return { state: state.editing === null ? state : { ...state, editing: { ...state.editing, field } } };
}

/** Enter while something is typed. */
export function finish(state: SettingsState, context: Context): Step<SettingsState> {
  const reading = readingIn(state, context);
  const left = { ...state, editing: null };
  switch (reading?.kind) {
    case "change":
      return making(left, reading.change);
    case "faulty":
      return { state, notice: { tone: "warning", text: `nothing is set: ${reading.fault}` } };
    default:
      return { state: left };
  }
}

export function leave(state: SettingsState): Step<SettingsState> {
  return { state: { ...state, editing: null } };
}

function making(state: SettingsState, { effect, risk }: Change): Step<SettingsState> {
  if (risk === null) return { state, effects: [effect] };
  return { state, confirmation: confirmation(risk.question, risk.consequences, risk.verb, effect) };
}
