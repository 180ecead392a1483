import stringWidth from "string-width";

/** What is longer is cut before anything else is done with it: a text may come from any machine that reaches the host. */
const MOST_UNITS = 400;

/** They only change how their neighbours are drawn, and terminals do not agree on how wide that is. */
const RESHAPING = /[\u200c\u200d\p{Variation_Selector}\p{Emoji_Modifier}]/gu;

/** Control, format (bidirectional ones among them), unassigned and private characters, lone surrogates, line separators, blanks of no width. */
const UNSHOWABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const graphemes = new Intl.Segmenter();

/** A text from outside as it may reach the terminal, on one line: what could move the cursor or reorder the line is U+FFFD. */
export function clean(text: string): string {
  return text.slice(0, MOST_UNITS).replace(RESHAPING, "").replace(UNSHOWABLE, "\ufffd");
}

/** Cleans every text in a plain value, names of members too. */
export function cleanDeep<T>(value: T): T;
export function cleanDeep(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map((item) => cleanDeep(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [clean(name), cleanDeep(item)]));
}

/** Terminal columns that a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The beginning of a text that fits into `width` columns, with an ellipsis where something is left out. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Exactly `width` columns, the text at the left. */
export function fit(text: string, width: number): string {
  const cut = truncate(text, width);
  return cut + " ".repeat(Math.max(0, width - stringWidth(cut)));
}

/** Exactly `width` columns, the text at the right. */
export function fitRight(text: string, width: number): string {
  const cut = truncate(text, width);
  return " ".repeat(Math.max(0, width - stringWidth(cut))) + cut;
}

/** A text in rows of at most `width` columns, broken at blanks where there are any; at least one row. */
export function wrap(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of text.split(" ")) {
    const longer = row === "" ? word : `${row} ${word}`;
    if (widthOf(longer) <= width) {
      row = longer;
      continue;
    }
    if (row !== "") rows.push(row);
    const pieces = broken(word, width);
    row = pieces.pop() ?? "";
    rows.push(...pieces);
  }
  return [...rows, row];
}

/** A word in pieces that fit; a character that is wider than all room stands alone. */
function broken(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== "" && widthOf(piece + segment) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += segment;
  }
  return [...pieces, piece];
}
