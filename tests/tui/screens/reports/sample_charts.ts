import type { Output } from "../../../../src/api/routes.ts";
import type { Answered, Failed } from "../../../../tui/model/effects.ts";
import type { Chart, ReportName } from "../../../../tui/screens/reports/views.ts";
import { SAMPLE_REPORT } from "../../../support/samples/sample_report.ts";
import { Driven } from "../../driving.tsx";
import { NOON, sampleLine } from "../../samples.ts";

const DAY_MS = 86_400_000;

export function daysFrom(time: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => new Date(time + i * DAY_MS).toISOString().slice(0, 10));
}

const WAVES = daysFrom(NOON - 29 * DAY_MS, 30).map((_, i) => Math.round(600 + 550 * Math.sin(i / 3)));

/** Charts as the host's reports have them. */
export const ACTIVITY: Chart = {
  title: "All requests a day",
  unit: "requests",
  kind: "bars",
  axis: "days",
  categories: daysFrom(NOON - 29 * DAY_MS, 30),
  series: [
    { name: "Sample Client, Pro", values: WAVES },
    { name: "Sample Server, Std", values: WAVES.map((value) => Math.floor(value / 7)) },
  ],
  limits: [],
};

export const FORECAST: Chart = {
  title: "The count at the end of each day",
  unit: "machines",
  kind: "steps",
  axis: "days",
  categories: daysFrom(NOON, 32),
  series: [{ name: "count", values: daysFrom(NOON, 32).map((_, i) => Math.max(0, 42 - i * 2)) }],
  limits: [{ name: "25: Sample Client", value: 25 }, { name: "5: Sample Server", value: 5 }],
};

export const STATES: Chart = {
  title: "Machines by licence state and days left",
  unit: "machines",
  kind: "bars",
  axis: "names",
  categories: ["Licensed", "Initial grace period"],
  series: [{ name: "under 1 day", values: [0, 2] }, { name: "1 to 6 days", values: [18_000, 3] }],
  limits: [],
};

export function sampleReport(name: ReportName, charts: readonly Chart[], made = NOON): Output<"report"> {
  return { reports: [{ ...SAMPLE_REPORT, name, charts: [...charts], made }] };
}

/** The Reports screen in front, its host known. */
export function reportsBoard(columns: number, rows: number): Driven {
  return new Driven({ columns, rows }).stream({ kind: "line", line: sampleLine() }).goTo("reports");
}

/** The host answers its latest question, then the next. */
export function answer(board: Driven, ...outputs: readonly Output<"report">[]): Driven {
  for (const output of outputs) {
    tell(board, { kind: "answered", route: "report", tag: latestTag(board), output });
  }
  return board;
}

export function refuse(board: Driven, reason: string, remedy: string | null = null): Driven {
  return tell(board, { kind: "failed", route: "report", tag: latestTag(board), reason, remedy });
}

export function tell(board: Driven, outcome: Answered | Failed): Driven {
  return board.take({ kind: "outcome", screen: "reports", outcome });
}

export function latestTag(board: Driven): string {
  return board.ordersOf("reports").at(-1)!.tag;
}
