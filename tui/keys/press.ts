import type { Key } from "ink";

/** One key. */
export interface Press {
  /** What bindings know it by: `a`, `space`, `up`, `enter`, `ctrl+c`. */
  readonly name: string;
  /** What it types; empty for a key that types nothing. */
  readonly text: string;
}

const NAMED = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "escape"],
  ["backspace", "backspace"],
  ["delete", "delete"],
] as const satisfies readonly (readonly [keyof Key, string])[];

const CHARACTERS: Readonly<Record<string, string>> = {
  " ": "space",
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\u007f": "backspace",
};

/** Keys that ink takes for one text: those pressed fast, and what is pasted into a terminal that does not mark it. */
export function pressesOf(input: string, key: Partial<Key>): Press[] {
  if (key.eventType === "release" || key.meta) return [];
  if (key.tab) return [{ name: key.shift ? "shift+tab" : "tab", text: "" }];
  const named = NAMED.find(([property]) => key[property]);
  if (named !== undefined) return [{ name: named[1], text: "" }];
  if (key.ctrl) return input === "" ? [] : [{ name: `ctrl+${input.toLowerCase()}`, text: "" }];
  return [...input].flatMap(pressOf);
}

function pressOf(character: string): Press[] {
  const name = CHARACTERS[character];
  if (name !== undefined) return [{ name, text: name === "space" ? " " : "" }];
  if (character < " ") return [{ name: `ctrl+${letterOf(character)}`, text: "" }];
  return [{ name: character, text: character }];
}

/** The letter that a control character is typed with. */
function letterOf(control: string): string {
  return String.fromCharCode(control.charCodeAt(0) + 0x60);
}
