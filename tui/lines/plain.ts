/*
 * Marks stand here by their numbers, as everywhere in regular expressions: tools/bundle_fixes.ts says why. What they are is in the theme.
 */

/** Bars, frames, charts, ‹ › and the blanks between columns: they say nothing that words do not say. */
const DRAWN = /[\u2500-\u259f\u25a0-\u25a9\u2800-\u28ff\u2039\u203a]/gu;
/** Marks whose words stand beside them, • ○ ● ◆ ✓ · ▲, and the feet of charts. */
const SILENT_MARKS = /(?<=^|\s)[\u2022\u25cb\u25cf\u25c6\u2713\u00b7\u25b2.](?=\s|$)/gu;
/** Those that stand for a word. */
const SPOKEN_MARKS: readonly (readonly [RegExp, string])[] = [
  [/(?<=^|\s)!(?=\s)/gu, "attention:"],
  [/(?<=^|\s)\u2717(?=\s)/gu, "fault:"], // ✗
  [/(?<=^|\s)\u2191(?=\s)/gu, "up"], // ↑
  [/(?<=^|\s)\u2193(?=\s)/gu, "down"], // ↓
  [/(?<=\S) ?\u25b2/gu, ", ascending"], // ▲
  [/(?<=\S) ?\u25bc/gu, ", descending"], // ▼
  [/^> /u, "selected: "],
];
const AFTER_A_MARK = /(?<=(?:^|[ ,])(?:attention|fault|selected):), /gu;

/** What is drawn, in lines that are read from left to right: parts set apart by commas, nothing empty. */
export function plainLines(frame: string): string[] {
  return frame.split("\n").map(plainLine).filter((line) => line !== "");
}

function plainLine(row: string): string {
  const undrawn = row.trim().replace(DRAWN, "  ");
  const spoken = SPOKEN_MARKS.reduce((text, [mark, word]) => text.replace(mark, word), undrawn);
  return spoken.replace(SILENT_MARKS, "  ").split(/ {2,}/).map((part) => part.trim())
    .filter((part) => part !== "").join(", ").replace(AFTER_A_MARK, " ");
}
