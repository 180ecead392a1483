import { countText, dateText, timeOfDay } from "../../format.ts";
import type { Fact, FactLine } from "../../model/facts.ts";
import { factLines } from "../../model/facts.ts";
import { totalsOf } from "./layout.ts";
import { chartOf, keptOf, type ReportsState, viewOf } from "./state.ts";
import type { Chart, ChartReport } from "./views.ts";

/** All that is known of the selected row and of the report, in lines. */
export function particulars(state: ReportsState, width: number): FactLine[] {
  const { report } = keptOf(state);
  const chart = chartOf(state);
  if (report === null) return [];
  const selected = chart === undefined ? [] : selectedFacts(chart, state.place.selected);
  return factLines([...selected, ...reportFacts(report, viewOf(state).report)], width);
}

function selectedFacts(chart: Chart, selected: number): Fact[] {
  const category = chart.categories[selected];
  if (category === undefined) return [];
  const parts = chart.series.map(({ name, values }) => ({
    label: `  ${name}`,
    text: countText(values[selected] ?? 0),
  }));
  const whole = { label: category, text: `${countText(totalsOf(chart)[selected]!)} ${chart.unit}` };
  const all = totalsOf(chart).reduce((sum, value) => sum + value, 0);
  const every = chart.kind === "bars"
    ? [{ label: "Whole chart", text: `${countText(all)} ${chart.unit}` }]
    : [];
  return [whole, ...(parts.length > 1 ? parts : []), ...every];
}

function reportFacts(report: ChartReport, name: string): Fact[] {
  const { title, about, made, timeZone, events, notes, charts } = report;
  const unreadable = events.unreadable === 0 ? [] : [{
    label: "Unreadable",
    text: `${countText(events.unreadable)} lines of the event log`,
    tone: "warning" as const,
  }];
  return [
    { label: "Report", text: title, tone: "strong" },
    { label: "About", text: about },
    { label: "Made", text: `${dateText(made)} ${timeOfDay(made)} UTC; its days are those of ${timeZone}` },
    { label: "Events", text: eventsText(events) },
    ...unreadable,
    ...[...new Set(charts.flatMap(({ limits }) => limits.map((limit) => limit.name)))]
      .map((text) => ({ label: "Threshold", text })),
    ...notes.map((text, i) => ({ label: i === 0 ? "Notes" : "", text })),
    { label: "As a table", text: `kms report ${name}` },
  ];
}

function eventsText({ since, read }: ChartReport["events"]): string {
  if (since === null) return "the event log holds none";
  return `${countText(read)} since ${dateText(since)}, where the event log begins`;
}
