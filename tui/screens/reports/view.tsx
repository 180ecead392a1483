import { Facts } from "../../components/facts.tsx";
import { Ends, Line, Sentence, Toned } from "../../components/line.tsx";
import { MARK_COLUMNS, Rows } from "../../components/rows.tsx";
import type { Said } from "../../describe.ts";
import { countOf, countText, momentText, shortMoment } from "../../format.ts";
import { truncate, widthOf } from "../../text.ts";
import type { Context, ScreenProps } from "../screen.ts";
import { BarHeading, BarRow, barsOf } from "./bar_row.tsx";
import { fillOf } from "./bars.ts";
import { ColumnChart } from "./column_chart.tsx";
import { barColumns, columnRows, listRows, totalsOf } from "./layout.ts";
import { legendText } from "./legend.ts";
import { particulars } from "./particulars.ts";
import { chartOf, keptOf, type ReportsState, settled, viewOf } from "./state.ts";
import { type Chart, type ChartReport, REPORT_VIEWS } from "./views.ts";

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

/** How new the report is, what is being made, or why there is none. What counts comes first, for the row may be short. */
function standingOf(state: ReportsState, context: Context): Said {
  const { host } = context;
  const { report, failure } = keptOf(state);
  const name = viewOf(state).report;
  const now = host.status?.time;
  if (state.making?.name === name) {
    const { since } = state.making;
    const seconds = since === null || now === undefined ? 0 : Math.max(0, Math.floor((now - since) / 1000));
    const taken = seconds === 0 ? "" : ` ${countOf(seconds, "second")} so far`;
    return waiting([`The host is making the report…${taken}`, `Making it…${taken}`], report, context);
  }
  if (state.wanted === name) {
    return waiting(["The host makes this report after another one", "After another one"], report, context);
  }
  if (failure !== null) {
    const remedy = failure.remedy === null ? "" : ` (${failure.remedy})`;
    const before = report === null ? "" : `; this one is of ${momentText(report.made)}`;
    return { tone: "bad", text: `${failure.reason}${remedy}${before}` };
  }
  if (report === null) return { tone: "faint", text: "Not made yet: r makes it" };
  return { tone: "faint", text: `Made ${momentText(report.made)} (days: ${report.timeZone})` };
}

/** In words as long as fit, with the time of the report that is there meanwhile. */
function waiting(
  [long, short]: readonly [string, string],
  report: ChartReport | null,
  { host, width }: Context,
): Said {
  if (report === null) return { tone: "waiting", text: long };
  const whole = `${long}; this one is of ${momentText(report.made)}`;
  const brief = `${short}; this is of ${shortMoment(report.made, host.status?.time ?? 0)}`;
  return { tone: "waiting", text: widthOf(whole) <= width - MARK_COLUMNS ? whole : brief };
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
        keyOf={({ number }) =>
          number}
        draw={(bar) => <BarRow chart={chart} bar={bar} most={most} columns={columns} />}
      />
      {columns.series.length === 0 && <Foot chart={chart} selected={state.place.selected} width={width} />}
    </>
  );
}

/** What the selected row is made of, or what the chart is held against. */
function Foot({ chart, selected, width }: { chart: Chart; selected: number; width: number }) {
  const parts = chart.series.length > 1
    ? chart.series.map(({ name, values }, i) => ({
      mark: fillOf(i),
      name,
      count: countText(values[selected] ?? 0),
    }))
    : chart.limits.map(({ name }) => ({ mark: "╌", name, count: "" }));
  return (
    <Line>
      <Toned tone="faint">{legendText(parts, width)}</Toned>
    </Line>
  );
}
