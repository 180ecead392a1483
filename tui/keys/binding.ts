import type { Press } from "./press.ts";

/** A key and what it does: the footer, the help and the program itself go by the same. */
export interface Binding<Act> {
  /** Names of the keys (Press). */
  readonly keys: readonly string[];
  /** As the footer and the help name them. */
  readonly label: string;
  /** A word or two: `sort`, `hold the list`. */
  readonly does: string;
  /** The footer leaves it out: a person finds it by herself, or in the help. */
  readonly quiet?: boolean;
  /** It changes the host, or begins to: nothing for a reader. */
  readonly changes?: boolean;
  readonly act: Act;
}

export function bindingOf<Act>(bindings: readonly Binding<Act>[], { name }: Press): Binding<Act> | undefined {
  return bindings.find(({ keys }) => keys.includes(name));
}
