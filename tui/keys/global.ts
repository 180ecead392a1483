import type { ListMove } from "../model/list.ts";
import type { Binding } from "./binding.ts";

/** What a key does wherever a person is. */
export type GlobalAct =
  | { readonly kind: "quit" }
  | { readonly kind: "help" }
  | { readonly kind: "next"; readonly step: 1 | -1 }
  | { readonly kind: "screen"; readonly index: number };

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Keys of all screens. */
export const GLOBAL_KEYS: readonly Binding<GlobalAct>[] = [
  { keys: ["q", "Q", "ctrl+c"], label: "q", does: "quit", act: { kind: "quit" } },
  { keys: ["?"], label: "?", does: "help", act: { kind: "help" } },
  { keys: ["tab"], label: "Tab", does: "next screen", act: { kind: "next", step: 1 } },
  {
    keys: ["shift+tab"],
    label: "Shift-Tab",
    does: "screen before",
    quiet: true,
    act: { kind: "next", step: -1 },
  },
  ...DIGITS.map((digit, index) => ({
    keys: [digit],
    label: digit,
    does: "screen of that number",
    quiet: true,
    act: { kind: "screen", index } as const,
  })),
];

/** Keys of a question. */
export const CONFIRMATION_KEYS: readonly Binding<"yes" | "no" | "other" | "enter">[] = [
  {
    keys: ["left", "right", "up", "down", "tab", "shift+tab"],
    label: "← →",
    does: "No or Yes",
    act: "other",
  },
  { keys: ["enter"], label: "Enter", does: "answer", act: "enter" },
  { keys: ["y", "Y"], label: "y", does: "Yes", act: "yes" },
  { keys: ["n", "N", "escape", "q"], label: "n Esc", does: "No", act: "no" },
];

/** Keys of the help. */
export const HELP_KEYS: readonly Binding<ListMove | "close" | "quit">[] = [
  { keys: ["escape", "?", "enter"], label: "Esc", does: "back", act: "close" },
  { keys: ["q", "Q"], label: "q", does: "quit", act: "quit" },
  { keys: ["up", "k"], label: "↑ k", does: "up", act: "up" },
  { keys: ["down", "j"], label: "↓ j", does: "down", act: "down" },
  { keys: ["pageup"], label: "PgUp", does: "a page up", quiet: true, act: "pageUp" },
  { keys: ["pagedown", "space"], label: "PgDn", does: "a page down", quiet: true, act: "pageDown" },
  { keys: ["home", "g"], label: "Home", does: "to the top", quiet: true, act: "first" },
  { keys: ["end", "G"], label: "End", does: "to the end", quiet: true, act: "last" },
];
