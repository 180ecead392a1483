import type { Press } from "../keys/press.ts";
import { clean } from "../text.ts";

/** A line of text that is being typed. `cursor` counts graphemes from the left. */
export interface TextField {
  readonly graphemes: readonly string[];
  readonly cursor: number;
}

/** Longer than anything that is to be typed; what is pasted beyond it is left out. */
const MOST_GRAPHEMES = 400;
/** Of so many code units nobody waits for the graphemes to be counted. */
const MOST_PASTED = 4000;

const segmenter = new Intl.Segmenter();

export function fieldWith(text: string): TextField {
  const graphemes = graphemesOf(text);
  return { graphemes, cursor: graphemes.length };
}

export function textOf({ graphemes }: TextField): string {
  return graphemes.join("");
}

/** The field with a text at its cursor, and the cursor behind it. */
export function inserted({ graphemes, cursor }: TextField, text: string): TextField {
  const room = MOST_GRAPHEMES - graphemes.length;
  const added = graphemesOf(text.slice(0, MOST_PASTED)).slice(0, room);
  return { graphemes: graphemes.toSpliced(cursor, 0, ...added), cursor: cursor + added.length };
}

/** The field after a key; undefined where the key does not edit. */
export function edited(field: TextField, { name, text }: Press): TextField | undefined {
  const { graphemes, cursor } = field;
  if (text !== "") return inserted(field, text);
  switch (name) {
    case "left":
      return { graphemes, cursor: Math.max(0, cursor - 1) };
    case "right":
      return { graphemes, cursor: Math.min(graphemes.length, cursor + 1) };
    case "home":
      return { graphemes, cursor: 0 };
    case "end":
      return { graphemes, cursor: graphemes.length };
    case "backspace":
      return cursor === 0 ? field : { graphemes: graphemes.toSpliced(cursor - 1, 1), cursor: cursor - 1 };
    case "delete":
      return { graphemes: graphemes.toSpliced(cursor, 1), cursor };
    case "ctrl+u":
      return { graphemes: graphemes.slice(cursor), cursor: 0 };
    default:
      return undefined;
  }
}

function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(clean(text)), ({ segment }) => segment);
}
