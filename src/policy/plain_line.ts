/** Ends a line, moves the cursor or turns text around: control characters, separators of lines and paragraphs, bidirectional controls. */
const MOVING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;
/** Is not seen, so that one name would look like another: all of no width but the joiners and selectors that scripts and emoji need. */
const HIDDEN = /\p{Default_Ignorable_Code_Point}(?<![\u200c\u200d\p{Variation_Selector}])/gu;

/**
 * A text as it may stand in one line of a terminal, a log or a table, whoever wrote it: what would move something is a blank, what
 * would be hidden or is no character is U+FFFD.
 */
export function plainLine(text: string): string {
  return text.replace(MOVING, " ").replace(HIDDEN, "\ufffd").toWellFormed();
}

/** JSON that is the same value, with the characters escaped that JSON itself lets through to the terminal. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(MOVING, escaped).replace(HIDDEN, escaped);
}

function escaped(text: string): string {
  return Array.from(text.split(""), (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
