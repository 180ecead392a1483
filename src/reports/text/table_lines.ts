import stringWidth from "string-width";
import { plainLine } from "../../policy/plain_line.ts";
import { Calendar } from "../calendar.ts";
import type { Column, Report } from "../report.ts";
import { isNumber, shownCell } from "../shown.ts";
import type { TextOptions } from "./text_report.ts";
import { sum } from "../editions.ts";
import { cut, padded } from "./width.ts";

const GAP = "  ";
/** Columns that may be cut, those first that people miss least, and how far. */
const CUTS = [{ kind: "id", narrowest: 9 }, { kind: "text", narrowest: 8 }];

/** Columns under their titles, numbers at the right; columns of text are cut where the terminal is too narrow. */
export function tableLines(
  { columns, rows, timeZone }: Pick<Report, "columns" | "rows" | "timeZone">,
  options: TextOptions,
): string[] {
  const calendar = new Calendar(timeZone);
  const cells = rows.map((row) =>
    columns.map((column) => plainLine(shownCell(row[column.name], column, calendar)))
  );
  const widths = columns.map(({ title }, i) =>
    cells.reduce((most, line) => Math.max(most, stringWidth(line[i]!)), stringWidth(title))
  );
  const fitting = options.columns === undefined ? widths : narrowed(widths, columns, options.columns);
  const line = (texts: readonly string[]) =>
    texts.map((text, i) => padded(cut(text, fitting[i]!, options.ascii), fitting[i]!, isNumber(columns[i]!)))
      .join(GAP).trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    fitting.map((width) => "-".repeat(width)).join(GAP),
    ...cells.map(line),
  ];
}

/** Of the columns that may be cut the widest gives way first. */
function narrowed(widths: readonly number[], columns: readonly Column[], most: number): number[] {
  const fitting = [...widths];
  let over = sum(fitting) + GAP.length * (fitting.length - 1) - most;
  for (const { kind, narrowest } of CUTS) {
    for (; over > 0; over--) {
      const widest = widestOf(fitting, (i) => columns[i]!.kind === kind && fitting[i]! > narrowest);
      if (widest === undefined) break;
      fitting[widest]! -= 1;
    }
  }
  return fitting;
}

function widestOf(widths: readonly number[], mayBe: (index: number) => boolean): number | undefined {
  const candidates = widths.flatMap((_, i) => mayBe(i) ? [i] : []);
  return candidates.sort((a, b) => widths[b]! - widths[a]!)[0];
}
