import { titleOf } from "../model/model.ts";
import { SCREEN_NAMES } from "../screens/mod.ts";

/** What can be typed. */
export function helpLines(): string[] {
  return [
    "Type a line, then Enter:",
    ...SCREEN_NAMES.map((name, i) => `${i + 1}: ${titleOf(name)}`),
    "An empty line: the same screen again",
    "A key that the screen names: what it does there",
    "up, down, pgup, pgdn, home, end: through a list, as in down 5; open: what is selected; back: where you were",
    "?: this; q: leave",
  ];
}
