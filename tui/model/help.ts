import type { Binding } from "../keys/binding.ts";
import { CONFIRMATION_KEYS, GLOBAL_KEYS } from "../keys/global.ts";
import { SCREEN_NAMES, SCREENS } from "../screens/mod.ts";

/** A row of the help. */
export type HelpEntry =
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "key"; readonly label: string; readonly does: string };

/** All keys, those of all screens first, then screen by screen. */
export function helpEntries(): readonly HelpEntry[] {
  return [
    ...section("On every screen", withoutDigits(), SCREENS_BY_NUMBER),
    ...SCREEN_NAMES.flatMap((name) => section(SCREENS[name].title, SCREENS[name].keys)),
    ...section("Questions", CONFIRMATION_KEYS),
  ];
}

function section(title: string, bindings: readonly Binding<unknown>[], ...more: HelpEntry[]): HelpEntry[] {
  if (bindings.length === 0) return [];
  const keys = bindings.map(({ label, does }) => ({ kind: "key", label, does } as const));
  return [{ kind: "title", text: title }, ...keys, ...more];
}

/** One row for the nine digits. */
const SCREENS_BY_NUMBER: HelpEntry = {
  kind: "key",
  label: `1 to ${SCREEN_NAMES.length}`,
  does: SCREEN_NAMES.map((name) => SCREENS[name].title).join(", "),
};

function withoutDigits(): readonly Binding<unknown>[] {
  return GLOBAL_KEYS.filter(({ act }) => act.kind !== "screen");
}
