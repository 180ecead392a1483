import type { Activity, AlertView, EventEntry } from "../../../src/api/types.ts";
import type { HostEvent } from "../../../src/policy/events.ts";
import { type Answered, call, type Effect, type Failed } from "../../model/effects.ts";
import type { FeedEntry } from "../../model/host_view.ts";
import { type ListMove, moved } from "../../model/list.ts";
import type { Context, Step } from "../screen.ts";
import { alertRows } from "./alert_rows.ts";

export interface OverviewState {
  /** The last hour and the files; null before the first answer. */
  readonly activity: Activity | null;
  /** The host's clock when that was asked for; null before. */
  readonly asked: number | null;
  /** Whether no answer has come to that. */
  readonly waiting: boolean;
  /** What happened before the stream began, newest first; null before it is known. */
  readonly earlier: readonly HostEvent[] | null;
  readonly askedEarlier: boolean;
  /** The condition of the alert that is selected; null for the worst. */
  readonly selected: string | null;
  /** The alert that is shown as a whole, and its first row on the screen. */
  readonly open: { readonly alert: AlertView; readonly top: number } | null;
}

export const INITIAL_OVERVIEW: OverviewState = {
  activity: null,
  asked: null,
  waiting: false,
  earlier: null,
  askedEarlier: false,
  selected: null,
  open: null,
};

type Stepped = Step<OverviewState>;

/** The host's clock, milliseconds. */
const OFTEN_MS = 5000;
const LONGEST_WAIT_MS = 30_000;
/** Events from before that are shown, more than the screen has room for in most terminals. */
const EARLIER = 40;

/** Asks for what the stream does not tell, every few seconds. */
export function keepAsking(state: OverviewState, { host }: Context): Stepped {
  const { status, connection } = host;
  if (status === null || connection.kind !== "live") return { state };
  const effects: Effect[] = [];
  const since = state.asked === null ? Infinity : Math.abs(status.time - state.asked);
  const isDue = since >= (state.waiting ? LONGEST_WAIT_MS : OFTEN_MS);
  if (isDue) effects.push(call("activity", {}));
  // Not before the stream has begun: what happens between the two would be shown nowhere.
  if (!state.askedEarlier) effects.push(call("events", { before: "end", limit: EARLIER }));
  const asked = isDue ? { asked: status.time, waiting: true } : {};
  return { state: { ...state, ...asked, askedEarlier: true }, effects };
}

export function answered(state: OverviewState, outcome: Answered | Failed): Stepped {
  if (outcome.route === "activity") {
    const activity = outcome.kind === "answered" ? outcome.output : state.activity;
    return { state: { ...state, activity, waiting: false } };
  }
  if (outcome.kind === "answered" && outcome.route === "events") {
    return { state: { ...state, earlier: outcome.output.events.flatMap(hostEvent).reverse() } };
  }
  return { state };
}

/** What stands in a client's log is none of the host's. */
function hostEvent({ source, event }: EventEntry): HostEvent[] {
  return source === "client" ? [] : [event as HostEvent];
}

/** What happened, newest first: what the stream told, and what was before it. */
export function feedOf({ earlier }: OverviewState, feed: readonly FeedEntry[], rows: number): FeedEntry[] {
  const told = feed.slice(0, rows);
  if (told.length === rows || earlier === null) return told;
  const known = new Set(feed.flatMap((entry) => entry.kind === "event" ? [JSON.stringify(entry.event)] : []));
  const before = earlier.filter((event) => !known.has(JSON.stringify(event)));
  const entries = before.map((event, i): FeedEntry => ({ kind: "event", event, serial: -1 - i }));
  return [...told, ...entries].slice(0, rows);
}

/** The place of the selected alert: the worst, where that one is over. */
export function selectedAlert({ selected }: OverviewState, alerts: readonly AlertView[]): number {
  return Math.max(0, alerts.findIndex(({ condition }) => condition === selected));
}

function alertsOf({ host }: Context): readonly AlertView[] {
  return host.status?.alerts ?? [];
}

export function moveInAlerts(state: OverviewState, move: ListMove, context: Context): Stepped {
  const alerts = alertsOf(context);
  const selected = selectedAlert(state, alerts);
  const next = moved({ selected, top: 0 }, move, alerts.length, 1).selected;
  return { state: { ...state, selected: alerts[next]?.condition ?? null } };
}

export function openAlert(state: OverviewState, context: Context): Stepped {
  const alerts = alertsOf(context);
  const alert = alerts[selectedAlert(state, alerts)];
  return { state: alert === undefined ? state : { ...state, open: { alert, top: 0 } } };
}

export function closeAlert(state: OverviewState): Stepped {
  return { state: { ...state, open: null } };
}

export function scrollAlert(state: OverviewState, move: ListMove, { host, width, height }: Context): Stepped {
  if (state.open === null) return { state };
  const { alert, top } = state.open;
  const tops = Math.max(1, alertRows(alert, host.status?.time ?? 0, width).length - height + 1);
  return { state: { ...state, open: { alert, top: moved({ selected: top, top }, move, tops, 1).selected } } };
}
