import type { Binding } from "../../keys/binding.ts";
import type { Act, Screen } from "../screen.ts";
import type { TextField } from "../../model/text_field.ts";
import { nextMisread } from "./blocks.ts";
import { activate, back, reinstall, showInstallation, swap } from "./acts.ts";
import { happened } from "./answers.ts";
import { INITIAL, type LicenceState, pictureIn } from "./state.ts";
import { confirmationTyped, keyTyped } from "./typed_ids.ts";
import { byRow, finish, pasted, toMisread, typeConfirmation, typed, typeKey } from "./typing.ts";
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
const MISREAD: Key = { keys: ["tab"], label: "Tab in an ID", does: "next misread", act: toMisread };
const ROW_UP: Key = { keys: ["up"], label: "↑", does: "row up", act: byRow(-1) };
const ROW_DOWN: Key = { keys: ["down"], label: "↓", does: "row down", act: byRow(1) };
const BACK: Key = { keys: ["escape"], label: "Esc", does: "back", act: back };

/** As the footer of 60 columns has room for all of them; the help names them in full. */
const IN_SHORT: readonly Key[] = [
  { ...ACTIVATE, does: "activate" },
  { ...INSTALLATION, does: "phone" },
  { ...CONFIRMATION, does: "confirm" },
  { ...INSTALL, does: "key" },
  { ...REINSTALL, does: "licence" },
];

function confirmationKeys(field: TextField): Key[] {
  const { blocks, isComplete } = confirmationTyped(field);
  return [
    { ...FINISH, does: isComplete ? "activate" : "check it" },
    ...(nextMisread(blocks, field) === undefined ? [] : [{ ...MISREAD, label: "Tab" }]),
    BACK,
    { ...ROW_UP, label: "↑ ↓", does: "by row" },
    { ...ROW_DOWN, quiet: true },
  ];
}

/** The publisher's licence, the product key and the activation, and all that is done about them. */
export const licence: Screen<LicenceState> = {
  title: "Licence",
  initial: INITIAL,
  keys: [
    ACTIVATE,
    INSTALLATION,
    CONFIRMATION,
    INSTALL,
    REINSTALL,
    SWAP,
    FINISH,
    MISREAD,
    BACK,
    { ...ROW_UP, label: "↑ ↓", does: "by row" },
    { ...ROW_DOWN, quiet: true },
  ],
  bindings({ mode }, context) {
    switch (mode.kind) {
      case "facts":
        return IN_SHORT;
      case "installation":
        return [CONFIRMATION, ...(pictureIn(mode, context) === null ? [] : [SWAP]), BACK];
      case "key":
        return [
          { ...FINISH, does: keyTyped(mode.field).key === undefined ? "check it" : "install it" },
          BACK,
        ];
      case "confirmation":
        return confirmationKeys(mode.field);
    }
  },
  field: ({ mode }) => mode.kind === "key" || mode.kind === "confirmation" ? mode.field : undefined,
  typed,
  pasted,
  pasteHint: "press c first for a Confirmation ID, i for a product key",
  happened,
  View: Licence,
};
