import type { Answered, Failed } from "../../model/effects.ts";
import { call } from "../../model/effects.ts";
import { kept, LIST_START, type ListPlace } from "../../model/list.ts";
import type { Context, Step } from "../screen.ts";
import { listRows } from "./layout.ts";
import { type Chart, type ChartReport, REPORT_VIEWS, type ReportName, type ReportView } from "./views.ts";

/** What is known of one report. */
export interface Kept {
  /** The latest that was made; null before the first. */
  readonly report: ChartReport | null;
  /** Why a later one could not be made. */
  readonly failure: Pick<Failed, "reason" | "remedy"> | null;
}

/** What the host is making. */
export interface Making {
  readonly name: ReportName;
  /** The host's clock when it was asked; null before it was heard of. */
  readonly since: number | null;
  readonly tag: string;
}

export interface ReportsState {
  /** Number of the view in REPORT_VIEWS. */
  readonly chosen: number;
  readonly kept: Readonly<Partial<Record<ReportName, Kept>>>;
  /** One report at a time: on a large host each takes some seconds. */
  readonly making: Making | null;
  /** What is to be made after that. */
  readonly wanted: ReportName | null;
  /** Questions so far. */
  readonly asked: number;
  /** In the list of days, states or editions. */
  readonly place: ListPlace;
  /** Where the particulars are scrolled to; null while they are not shown. */
  readonly reading: ListPlace | null;
}

export const INITIAL_REPORTS: ReportsState = {
  chosen: 0,
  kept: {},
  making: null,
  wanted: null,
  asked: 0,
  place: LIST_START,
  reading: null,
};

const UNKNOWN: Kept = { report: null, failure: null };
/** A report that is older is made anew when it is shown again. */
const FRESH_MS = 60_000;

export function viewOf({ chosen }: ReportsState): ReportView {
  return REPORT_VIEWS[chosen]!;
}

export function keptOf(state: ReportsState): Kept {
  return state.kept[viewOf(state).report] ?? UNKNOWN;
}

/** The chart in front; undefined before it is made, and where the report has none. */
export function chartOf(state: ReportsState): Chart | undefined {
  return keptOf(state).report?.charts[viewOf(state).chart];
}

export function total(state: ReportsState): number {
  return chartOf(state)?.categories.length ?? 0;
}

/** The screen has come to the front, or another view on it. */
export function shown(state: ReportsState, context: Context): Step<ReportsState> {
  const { report } = keptOf(state);
  const now = context.host.status?.time ?? null;
  if (report !== null && (now === null || now - report.made < FRESH_MS)) return { state };
  return wished(state, context);
}

/** Asks for the report in front, or sees to it that it is asked for next. */
export function wished(state: ReportsState, context: Context): Step<ReportsState> {
  const name = viewOf(state).report;
  if (state.making?.name === name) return { state: { ...state, wanted: null } };
  return state.making === null ? ask(state, name, context) : { state: { ...state, wanted: name } };
}

function ask(state: ReportsState, name: ReportName, { host }: Context): Step<ReportsState> {
  const asked = state.asked + 1;
  const tag = String(asked);
  return {
    state: { ...state, asked, making: { name, since: host.status?.time ?? null, tag }, wanted: null },
    effects: [call("report", { name, rows: false }, tag)],
  };
}

/** The view `step` further, around both ends. */
export function turned(state: ReportsState, step: number, context: Context): Step<ReportsState> {
  const chosen = (state.chosen + step + REPORT_VIEWS.length) % REPORT_VIEWS.length;
  return shown(atStart({ ...state, chosen, reading: null }, context), context);
}

/** The list at the day that matters most. */
function atStart(state: ReportsState, context: Context): ReportsState {
  const selected = viewOf(state).start === "first" ? 0 : Number.MAX_SAFE_INTEGER;
  return settled({ ...state, place: { selected, top: selected } }, context);
}

/** The list within its bounds. */
export function settled(state: ReportsState, context: Context): ReportsState {
  return { ...state, place: kept(state.place, total(state), listRows(chartOf(state), context)) };
}

export function answered(
  state: ReportsState,
  outcome: Answered | Failed,
  context: Context,
): Step<ReportsState> {
  const { making, wanted } = state;
  if (making === null || making.tag !== outcome.tag) return { state };
  const before = state.kept[making.name] ?? UNKNOWN;
  const known = { ...state.kept, [making.name]: afterOutcome(before, making.name, outcome, context) };
  const next = { ...state, kept: known, making: null, wanted: null };
  const isFirst = before.report === null && viewOf(state).report === making.name;
  const placed = isFirst ? atStart(next, context) : settled(next, context);
  return wanted === null ? { state: placed } : ask(placed, wanted, context);
}

function afterOutcome(
  before: Kept,
  name: ReportName,
  outcome: Answered | Failed,
  { host: { status } }: Context,
): Kept {
  if (outcome.kind === "failed") return { ...before, failure: outcome };
  const found = outcome.route === "report"
    ? outcome.output.reports.find((one) => one.name === name)
    : undefined;
  if (found === undefined) return before;
  const { rows: _rows, columns: _columns, ...report } = found;
  // The clock that is shown is the status's, up to a second behind: what was made after it would lie ahead.
  const made = Math.min(report.made, status?.time ?? Infinity);
  return { report: { ...report, made }, failure: null };
}
