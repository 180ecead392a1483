import type { Input, Output } from "../../../src/api/routes.ts";

/** A report as it is kept here: without its rows, of which some have one for each machine. */
export type ChartReport = Omit<Output<"report">["reports"][number], "rows" | "columns">;
export type Chart = ChartReport["charts"][number];
export type ReportName = Exclude<Input<"report">["name"], "all">;

/** One chart of one report. */
export interface ReportView {
  readonly report: ReportName;
  /** Which of its charts. */
  readonly chart: number;
  /** Until the report is there, which has a title of its own. */
  readonly title: string;
  /** Where the time is that matters most: the past ends today, what comes begins today. */
  readonly start: "first" | "last";
}

/** In the order of the arrow keys. */
export const REPORT_VIEWS: readonly ReportView[] = [
  { report: "activity-history", chart: 0, title: "All requests a day", start: "last" },
  { report: "activity-history", chart: 1, title: "New activations a day", start: "last" },
  { report: "activation-count", chart: 0, title: "New activations by edition", start: "first" },
  { report: "licensing-status", chart: 0, title: "Machines by licence state", start: "first" },
  { report: "expiration-chart", chart: 0, title: "Machines whose activation will end", start: "first" },
  { report: "virtual-machines", chart: 0, title: "Virtual and physical machines", start: "first" },
  { report: "forecast", chart: 0, title: "Forecast of the count", start: "first" },
  { report: "forecast", chart: 1, title: "Forecast of machines that lapse", start: "first" },
];
