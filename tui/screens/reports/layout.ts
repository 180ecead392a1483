import { countText } from "../../format.ts";
import { widthOf } from "../../text.ts";
import { MARK_COLUMNS } from "../../components/rows.tsx";
import type { Context } from "../screen.ts";
import type { Chart } from "./views.ts";

type Room = Pick<Context, "width" | "height">;

/** Rows above the list: title and standing; its heading. Below it what the selected row is made of. */
const TITLE_ROWS = 2;
const HEADING_ROWS = 1;
const FOOT_ROWS = 1;
/** Around the columns above the list: their axis, the days below it, and an empty row. */
const AXIS_ROWS = 3;
/** From this height on the days stand as columns, too. */
const TALL = 17;
const HIGHEST_COLUMNS = 18;

/** Rows that the columns above the list take without their axis; 0 where there are none. */
export function columnRows(chart: Chart | undefined, { height }: Room): number {
  if (chart?.axis !== "days" || chart.categories.length === 0 || height < TALL) return 0;
  const rest = height - TITLE_ROWS - HEADING_ROWS - FOOT_ROWS - AXIS_ROWS;
  return Math.min(HIGHEST_COLUMNS, Math.floor(rest / 2));
}

/** Rows of the list. */
export function listRows(chart: Chart | undefined, room: Room): number {
  const columns = columnRows(chart, room);
  const above = columns === 0 ? 0 : columns + AXIS_ROWS;
  return Math.max(1, room.height - TITLE_ROWS - HEADING_ROWS - FOOT_ROWS - above);
}

/** Terminal columns of each part of a row in the list. */
export interface BarColumns {
  readonly label: number;
  readonly bar: number;
  readonly total: number;
  /** One for each series; none where there is only one, or no room for all. */
  readonly series: readonly number[];
  /** Behind the rest: under which limits the value is. */
  readonly limits: number;
}

const GAP = 2;
const LONGEST_LABEL = 32;
const LONGEST_SERIES = 18;
const SHORTEST_BAR = 24;
const LONGEST_BAR = 100;
const LEAST_BAR = 4;

export function barColumns(chart: Chart, width: number): BarColumns {
  const room = width - MARK_COLUMNS;
  const label = Math.min(widest(chart.categories), LONGEST_LABEL, Math.floor(room * 0.35));
  const total = Math.max(3, widest(totalsOf(chart).map(countText)));
  const limits = chart.limits.length === 0
    ? 0
    : widest(totalsOf(chart).map((value) => limitText(chart, value)));
  const behind = limits === 0 ? 0 : limits + GAP;
  const rest = room - label - total - 2 * GAP - behind;
  const series = seriesColumns(chart);
  const left = rest - series.reduce((sum, columns) => sum + columns + GAP, 0);
  const fits = series.length > 0 && left >= SHORTEST_BAR;
  const bar = Math.min(LONGEST_BAR, Math.max(LEAST_BAR, fits ? left : rest));
  return { label, bar, total, series: fits ? series : [], limits };
}

function seriesColumns({ series }: Chart): number[] {
  if (series.length < 2) return [];
  return series.map(({ name, values }) =>
    Math.max(Math.min(LONGEST_SERIES, widthOf(name) + 2), widest(values.map(countText)))
  );
}

/** Of each category all series together. */
export function totalsOf({ categories, series }: Chart): number[] {
  return categories.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
}

/** `under 25 and 5`; empty where the value is under no limit. */
export function limitText({ limits }: Chart, value: number): string {
  const missed = limits.filter((limit) => value < limit.value);
  return missed.length === 0 ? "" : `under ${missed.map((limit) => countText(limit.value)).join(" and ")}`;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}
