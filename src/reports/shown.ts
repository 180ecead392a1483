import type { Calendar } from "./calendar.ts";
import type { Cell, Column, Report } from "./report.ts";

/** A cell as people read it, in the host's time zone; empty for null. */
export function shownCell(cell: Cell | undefined, { kind }: Column, calendar: Calendar): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return kind === "time" && typeof cell === "number" ? calendar.minuteOf(cell) : String(cell);
}

/** Whether a column's cells stand at the right. */
export function isNumber({ kind }: Column): boolean {
  return kind === "count";
}

/** Of which host and publisher, when, and as of which zone. */
export function originOf(report: Report, calendar: Calendar): string {
  const publisher = report.publisher === null ? "" : ` of ${report.publisher}`;
  return `KMS host ${report.host}${publisher}, ${
    calendar.minuteOf(report.made)
  }, time zone ${report.timeZone}`;
}

/** From when the events go, and how many there are. */
export function eventsText({ events }: Report, calendar: Calendar): string {
  if (events.since === null) return "The journal holds no events.";
  return `The journal holds ${events.read} events from ${calendar.minuteOf(events.since)} on.`;
}
