import { stringify } from "csv-stringify/sync";
import { plainLine } from "../policy/plain_line.ts";

export type Cell = string | number | boolean | null;

/**
 * Rows as CSV (RFC 4180): a header line, CR LF, quotes where they are needed; null is an empty cell. What a spreadsheet would take
 * for a formula, whatever a computer in the network calls itself, begins with an apostrophe, and so is text. A cell is one line that a
 * terminal can show.
 */
export function formatCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return formatCsvRows([header, ...rows]);
}

/** The same without a header, for rows that follow others. */
export function formatCsvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify(rows.map((row) => row.map(inert)), {
    record_delimiter: "windows",
    cast: { boolean: String },
  });
}

/** What begins as a formula does (= + - @, also in full width), blanks before it or not; also behind a semicolon, which parts cells where a comma is the decimal point. */
const FORMULA = /(^|;)(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** A number may begin with a minus sign; a text that begins as a formula does may not stand as it is. */
function inert(cell: Cell): Cell {
  return typeof cell === "string" ? plainLine(cell).replace(FORMULA, "$1'") : cell;
}
