import type { Binding } from "../../keys/binding.ts";
import { listBindings } from "../../keys/list_bindings.ts";
import type { Act, Screen } from "../screen.ts";
import type { Edit } from "./entry.ts";
import { at, finish, leave, open, reset, typed } from "./acts.ts";
import { happened } from "./asking.ts";
import { entriesIn, INITIAL, listRows, selectedIn, type SettingsState } from "./state.ts";
import { Settings } from "./view.tsx";

export type { SettingsState };

type Key = Binding<Act<SettingsState>>;

const OPEN: Key = { keys: ["enter"], label: "Enter", does: "change", changes: true, act: open };
/** What is set elsewhere is not offered to be changed: Enter says where it is. */
const OPENS: Readonly<Record<Edit["kind"], Key>> = {
  switch: { ...OPEN, keys: ["enter", "space"], does: "switch" },
  text: OPEN,
  fixed: { ...OPEN, does: "where it is set", changes: false },
};
const RESET: Key = {
  keys: ["d", "delete"],
  label: "d",
  does: "back to the default",
  changes: true,
  act: reset,
};
const SET: Key = { keys: ["enter"], label: "Enter", does: "set it", changes: true, act: finish };
const LEAVE: Key = { keys: ["escape"], label: "Esc", does: "leave it as it is", act: leave };

/** A key that is pressed before the host has answered is not taken for a later time, when something else may be selected. */
const TOO_SOON: Key = {
  keys: [
    "enter",
    "space",
    "d",
    "delete",
    "up",
    "k",
    "down",
    "j",
    "pageup",
    "pagedown",
    "home",
    "g",
    "end",
    "G",
  ],
  label: "Enter",
  does: "change",
  quiet: true,
  act: (state) => ({
    state,
    notice: {
      tone: "waiting",
      text: "the host has not said yet what is set: press it again when it is shown",
    },
  }),
};

const MOVES = listBindings<SettingsState>({
  place: ({ place }) => place,
  total: (state, context) => entriesIn(state, context).length,
  rows: (_, context) => listRows(context),
  at,
});

/** Everything that is set on the host, and changed in place. */
export const settings: Screen<SettingsState> = {
  title: "Settings",
  initial: INITIAL,
  keys: [OPEN, RESET, LEAVE, ...MOVES],
  bindings(state, context) {
    if (state.editing !== null) return [SET, LEAVE];
    const entry = selectedIn(state, context);
    if (entry === undefined) return [TOO_SOON];
    return [
      OPENS[entry.edit.kind],
      ...(entry.reset === null ? [] : [{ ...RESET, does: entry.reset.does }]),
      ...MOVES,
    ];
  },
  field: ({ editing }) => editing?.field,
  typed,
  happened,
  View: Settings,
};
