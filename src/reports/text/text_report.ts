import { Calendar } from "../calendar.ts";
import type { Report } from "../report.ts";
import { eventsText, originOf } from "../shown.ts";
import { chartLines } from "./chart_lines.ts";
import { tableLines } from "./table_lines.ts";

export interface TextOptions {
  /** What the terminal takes in a line; undefined where there is none, and lines may be as long as they are. */
  readonly columns: number | undefined;
  /** Nothing but ASCII, for a terminal that can show no more. */
  readonly ascii: boolean;
}

/** A report as lines of text: the table, then its charts, and last what is to be said, which so stays in sight. */
export function textReport(report: Report, options: TextOptions): string[] {
  const calendar = new Calendar(report.timeZone);
  const empty = report.rows.length === 0 ? ["(nothing to show)"] : [];
  return [
    report.title,
    originOf(report, calendar),
    report.about,
    "",
    ...tableLines(report, options),
    ...empty,
    ...report.charts.flatMap((chart) => ["", ...chartLines(chart, options)]),
    "",
    eventsText(report, calendar),
    ...report.notes,
  ];
}
