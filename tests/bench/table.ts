import type { Goal, Result, Unit } from "./figure.ts";

const HEAD = ["figure", "measured", "reference", "ratio", "goal", "met"];

/** The results as a table of plain text, a line below each with what it was compared with. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map(rowOf);
  const widths = HEAD.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join("  ")
      .trimEnd();
  return [line(HEAD), ...rows.map(line)].join("\n");
}

function rowOf({ what, comparedWith, figure, reference, ratio, unit, goal, met }: Result): string[] {
  return [
    `${what} (${comparedWith})`,
    quantity(figure, unit),
    quantity(reference, unit),
    digits(ratio),
    goal === null ? "" : goalText(goal, unit),
    met === null ? "" : met ? "yes" : "NO",
  ];
}

function goalText({ of, is, value }: Goal, unit: Unit): string {
  const sign = is === "atLeast" ? "≥" : "≤";
  return `${sign} ${of === "ratio" ? `${value} times` : `${value} ${unit}`}`;
}

function quantity(value: number, unit: Unit): string {
  return unit === "/s" || unit === "bytes" ? `${Math.round(value)} ${unit}` : `${digits(value)} ${unit}`;
}

/** Three digits that tell something. */
function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
