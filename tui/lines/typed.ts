import type { Press } from "../keys/press.ts";

/** What a line that is typed means. */
export type Typed =
  | { readonly kind: "help" }
  | { readonly kind: "again" }
  /** Keys as on a drawn screen. `moves`: they go through a list, and do nothing else. */
  | { readonly kind: "keys"; readonly presses: readonly Press[]; readonly moves: boolean }
  | { readonly kind: "unknown"; readonly line: string };

const MOVES: readonly string[] = ["up", "down", "pageup", "pagedown", "home", "end"];
const NAMES: ReadonlyMap<string, string> = new Map([
  ...["enter", "tab", "space", "left", "right", "escape", ...MOVES].map((name) => [name, name] as const),
  ["esc", "escape"],
  ["back", "escape"],
  ["open", "enter"],
  ["quit", "q"],
  ["pgup", "pageup"],
  ["pgdn", "pagedown"],
  ["first", "home"],
  ["last", "end"],
]);
/** More at once is no reading any more. */
const MOST_TIMES = 1000;

/** Empties a field whatever stands in it: the cursor to its end, then all before it. */
const EMPTY_FIELD: readonly Press[] = ["end", "ctrl+u"].map(pressNamed);

/** `typing`: a field of the screen waits for text; a line is all of it, with Enter. */
export function readTyped(line: string, typing: boolean): Typed {
  const text = line.trim();
  if (typing) return typed(text);
  if (text === "") return { kind: "again" };
  if (text === "?" || text.toLowerCase() === "help") return { kind: "help" };
  if ([...text].length === 1) return keys([{ name: text, text }], false);
  const [, word = "", times = "1"] = /^(\S+)(?: +(\d{1,4}))?$/.exec(text) ?? [];
  const name = NAMES.get(word.toLowerCase());
  if (name === undefined) return { kind: "unknown", line: text };
  const count = Math.min(MOST_TIMES, Math.max(1, Number(times)));
  return keys(Array.from({ length: count }, () => pressNamed(name)), MOVES.includes(name));
}

function typed(text: string): Typed {
  if (NAMES.get(text.toLowerCase()) === "escape") return keys([pressNamed("escape")], false);
  const characters = [...text].map((text) => ({ name: text === " " ? "space" : text, text }));
  return keys([...EMPTY_FIELD, ...characters, pressNamed("enter")], false);
}

function keys(presses: readonly Press[], moves: boolean): Typed {
  return { kind: "keys", presses, moves };
}

function pressNamed(name: string): Press {
  return { name, text: name === "space" ? " " : "" };
}
