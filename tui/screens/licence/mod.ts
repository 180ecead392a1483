import type { Binding } from "../../keys/binding.ts";
import type { Act, Screen } from "../screen.ts";
import {
  activate,
  back,
  finish,
  happened,
  INITIAL,
  type LicenceState,
  pictureIn,
  reinstall,
  showInstallation,
  swap,
  typeConfirmation,
  typed,
  typeKey,
} from "./state.ts";
import { confirmationTyped, keyTyped } from "./typed_ids.ts";
import { Licence } from "./view.tsx";

export type { LicenceState };

type Key = Binding<Act<LicenceState>>;

const ACTIVATE: Key = { keys: ["a"], label: "a", does: "activate online", changes: true, act: activate };
const INSTALLATION: Key = { keys: ["o"], label: "o", does: "Installation ID", act: showInstallation };
const CONFIRMATION: Key = {
  keys: ["c"],
  label: "c",
  does: "Confirmation ID",
  changes: true,
  act: typeConfirmation,
};
const INSTALL: Key = { keys: ["i"], label: "i", does: "install a key", changes: true, act: typeKey };
const REINSTALL: Key = {
  keys: ["r"],
  label: "r",
  does: "take in a licence file",
  changes: true,
  act: reinstall,
};
const SWAP: Key = { keys: ["s"], label: "s", does: "swap light and dark", act: swap };
const FINISH: Key = {
  keys: ["enter"],
  label: "Enter",
  does: "take what is typed",
  changes: true,
  act: finish,
};
const BACK: Key = { keys: ["escape"], label: "Esc", does: "back", act: back };

/** The publisher's licence, the product key and the activation, and all that is done about them. */
export const licence: Screen<LicenceState> = {
  title: "Licence",
  initial: INITIAL,
  keys: [ACTIVATE, INSTALLATION, CONFIRMATION, INSTALL, REINSTALL, SWAP, FINISH, BACK],
  bindings({ mode }, context) {
    switch (mode.kind) {
      case "facts":
        return [ACTIVATE, INSTALLATION, CONFIRMATION, INSTALL, REINSTALL];
      case "installation":
        return [CONFIRMATION, ...(pictureIn(mode, context) === null ? [] : [SWAP]), BACK];
      case "key":
        return keyTyped(mode.field).key === undefined ? [BACK] : [{ ...FINISH, does: "install it" }, BACK];
      case "confirmation":
        return confirmationTyped(mode.field).isComplete ? [{ ...FINISH, does: "activate" }, BACK] : [BACK];
    }
  },
  field: ({ mode }) => mode.kind === "key" || mode.kind === "confirmation" ? mode.field : undefined,
  typed,
  happened,
  View: Licence,
};
