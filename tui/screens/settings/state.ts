import type { HostSettings } from "../../../src/policy/settings.ts";
import { kept, LIST_START, type ListPlace } from "../../model/list.ts";
import { type TextField, textOf } from "../../model/text_field.ts";
import type { Context } from "../screen.ts";
import { entriesOf } from "./entries.ts";
import type { Entry, Reading } from "./entry.ts";
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

/** The same setting stays selected, and is edited only as long as it is there. */
export function followed(state: SettingsState, context: Context): SettingsState {
  const keys = entriesIn(state, context).map(({ key }) => key);
  const index = state.selected === null ? -1 : keys.indexOf(state.selected);
  const wanted = index < 0 ? state.place : { ...state.place, selected: index };
  const place = kept(wanted, keys.length, listRows(context));
  const editing = state.editing !== null && keys.includes(state.editing.key) ? state.editing : null;
  return { ...state, place, selected: keys[place.selected] ?? state.selected, editing };
}
