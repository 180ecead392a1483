import { type Cell as CsvCell, formatCsv } from "../tables/csv.ts";
import { Calendar } from "./calendar.ts";
import type { Report } from "./report.ts";
import { shownCell } from "./shown.ts";

/** The table of a report, its header the titles of the columns; times are those of the host's zone. */
export function reportCsv({ columns, rows, timeZone }: Report): string {
  const calendar = new Calendar(timeZone);
  const cells = rows.map((row) =>
    columns.map((column): CsvCell => {
      const cell = row[column.name] ?? null;
      return typeof cell === "number" && column.kind === "time" ? shownCell(cell, column, calendar) : cell;
    })
  );
  return formatCsv(columns.map(({ title }) => title), cells);
}
