import { Facts } from "../../components/facts.tsx";
import { Ends, Line, Sentence, Toned } from "../../components/line.tsx";
import { Rows } from "../../components/rows.tsx";
import type { Said } from "../../describe.ts";
import { countOf, countText, dateText, timeOfDay } from "../../format.ts";
import { truncate } from "../../text.ts";
import type { Context, ScreenProps } from "../screen.ts";
import { BarHeading, BarRow, barsOf } from "./bar_row.tsx";
import { fillOf } from "./bars.ts";
import { ColumnChart } from "./column_chart.tsx";
import { barColumns, columnRows, listRows, totalsOf } from "./layout.ts";
import { particulars } from "./particulars.ts";
import { chartOf, keptOf, type ReportsState, settled, viewOf } from "./state.ts";
import { type Chart, REPORT_VIEWS } from "./views.ts";

/** One chart at a time, with its numbers. */
export function Reports({ state: told, ...context }: ScreenProps<ReportsState>) {
  const state = settled(told, context);
  const chart = chartOf(state);
  return (
    <>
      <Title state={state} chart={chart} width={context.width} />
      <Sentence said={standingOf(state, context)} rows={1} />
      {state.reading !== null
        ? (
          <Facts
            lines={particulars(state, context.width)}
            top={state.reading.selected}
            rows={context.height - 2}
          />
        )
        : chart !== undefined && <Body state={state} chart={chart} context={context} />}
    </>
  );
}

function Title({ state, chart, width }: { state: ReportsState; chart: Chart | undefined; width: number }) {
  const title = chart?.title ?? viewOf(state).title;
  const place = `‹ ${state.chosen + 1} of ${REPORT_VIEWS.length} ›`;
  return (
    <Ends
      left={<Toned tone="strong">{truncate(title, width - place.length - 2)}</Toned>}
      right={<Toned tone="faint">{place}</Toned>}
    />
  );
}

/** How new the report is, what is being made, or why there is none. */
function standingOf(state: ReportsState, { host }: Context): Said {
  const { report, failure } = keptOf(state);
  const name = viewOf(state).report;
  const before = report === null ? "" : `; this one is of ${momentText(report.made)}`;
  if (state.making?.name === name) {
    const { since } = state.making;
    const now = host.status?.time ?? since;
    const seconds = since === null || now === null ? 0 : Math.max(0, Math.floor((now - since) / 1000));
    const taken = seconds === 0 ? "" : ` ${countOf(seconds, "second")} so far`;
    return { tone: "waiting", text: `The host is making the report…${taken}${before}` };
  }
  if (state.wanted === name) {
    return { tone: "waiting", text: `The host makes this report after another one${before}` };
  }
  if (failure !== null) {
    const remedy = failure.remedy === null ? "" : ` (${failure.remedy})`;
    return { tone: "bad", text: `${failure.reason}${remedy}${before}` };
  }
  if (report === null) return { tone: "faint", text: "Not made yet: r makes it" };
  return { tone: "faint", text: `Made ${momentText(report.made)} (days: ${report.timeZone})` };
}

function momentText(time: number): string {
  return `${dateText(time)} ${timeOfDay(time)} UTC`;
}

function Body({ state, chart, context }: { state: ReportsState; chart: Chart; context: Context }) {
  const { width } = context;
  const totals = totalsOf(chart);
  const columns = barColumns(chart, width);
  const height = columnRows(chart, context);
  const most = Math.max(1, ...totals);
  if (chart.categories.length === 0) {
    return (
      <Line>
        <Toned tone="faint">There is nothing to show.</Toned>
      </Line>
    );
  }
  return (
    <>
      {height > 0 && (
        <ColumnChart chart={chart} selected={state.place.selected} width={width} height={height} />
      )}
      <Line>
        {"  "}
        <BarHeading chart={chart} columns={columns} />
      </Line>
      <Rows
        items={barsOf(chart, totals)}
        place={state.place}
        rows={listRows(chart, context)}
        keyOf={({ label }) =>
          label}
        draw={(bar) => <BarRow chart={chart} bar={bar} most={most} columns={columns} />}
      />
      {columns.series.length === 0 && <Foot chart={chart} selected={state.place.selected} />}
    </>
  );
}

/** What the selected row is made of, or what the chart is held against. */
function Foot({ chart, selected }: { chart: Chart; selected: number }) {
  const parts = chart.series.length > 1
    ? chart.series.map(({ name, values }, i) => `${fillOf(i)} ${name}: ${countText(values[selected] ?? 0)}`)
    : chart.limits.map(({ name }) => `╌ ${name}`);
  return (
    <Line>
      <Toned tone="faint">{parts.join("  ")}</Toned>
    </Line>
  );
}
