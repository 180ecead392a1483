export type Action = "quit";

interface KeyBinding {
  /** As the footer names the key. */
  readonly label: string;
  readonly does: string;
  readonly characters: readonly string[];
  /** Letters that do the same together with Ctrl. */
  readonly control: readonly string[];
  readonly action: Action;
}

/** All keys, in the order of the footer. */
export const KEYS: readonly KeyBinding[] = [
  { label: "q", does: "quit", characters: ["q", "Q"], control: ["c"], action: "quit" },
];

/** What typed text asks for, `modifiers` being those of all of it. Keys that are pressed fast arrive together. */
export function actionsOf(
  typed: string,
  modifiers: { readonly ctrl: boolean; readonly meta: boolean },
): Action[] {
  if (modifiers.meta) return [];
  const meant = modifiers.ctrl ? "control" : "characters";
  return [...typed].flatMap((character) =>
    KEYS.filter((key) => key[meant].includes(character)).map(({ action }) => action)
  );
}
