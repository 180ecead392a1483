import { confirmation } from "../../model/confirmation.ts";
import type { ListPlace } from "../../model/list.ts";
import { fieldWith, type TextField } from "../../model/text_field.ts";
import type { Context, Step } from "../screen.ts";
import type { Change } from "./entry.ts";
import { entriesIn, readingIn, selectedIn, type SettingsState } from "./state.ts";

export function at(state: SettingsState, place: ListPlace, context: Context): Step<SettingsState> {
  const selected = entriesIn(state, context)[place.selected]?.key ?? null;
  return { state: { ...state, place, selected } };
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
