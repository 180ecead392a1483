import type { Alerts, HealthFacts } from "./alerts.ts";
import { EventId, type HostEvent, type RequestProcessed } from "./events.ts";

/** The share of the machine limit below which there is room again: each place that comes free is not a story of its own. */
const ROOM_AGAIN = 0.95;

/** The fold of what tells of the host's health; most events only say what time it is. */
export function healthAfter(
  health: HealthFacts,
  event: Exclude<HostEvent, RequestProcessed>,
): HealthFacts {
  return { ...health, ...changesOf(health, event), latest: event.time };
}

/** The same for a request. `known` and `limit`: machines that records are kept of, and how many at most. */
export function healthAfterRequest(
  health: HealthFacts,
  { time }: RequestProcessed,
  totals: () => { readonly known: number; readonly limit: number },
): HealthFacts {
  return { ...health, latest: time, quietSince: time, full: health.full && !hasRoom(totals()) };
}

function hasRoom({ known, limit }: { readonly known: number; readonly limit: number }): boolean {
  return known < limit * ROOM_AGAIN;
}

function changesOf(
  health: HealthFacts,
  event: Exclude<HostEvent, RequestProcessed>,
): Partial<HealthFacts> {
  switch (event.id) {
    case EventId.hostStarted:
      return { stopped: null, quietSince: quietAtStart(health, event.time) };
    case EventId.hostStopped:
      return { stopped: event.time };
    case EventId.hostActivated:
      return { quietSince: event.time };
    case EventId.clockJumped:
      return { clockJump: { time: event.time, by: event.by } };
    case EventId.machineLimitReached:
      return { full: true };
    case EventId.alertRaised:
    case EventId.alertCleared:
      return { alerts: alertsAfter(health.alerts, event) };
    default:
      return {};
  }
}

/** While the host was stopped nobody could ask: that time is no silence. */
function quietAtStart({ quietSince, stopped }: HealthFacts, now: number): number {
  if (quietSince === null) return now;
  return stopped === null ? quietSince : Math.min(now, quietSince + Math.max(0, now - stopped));
}

type AlertEvent = Extract<
  HostEvent,
  { readonly id: typeof EventId.alertRaised | typeof EventId.alertCleared }
>;

function alertsAfter(alerts: Alerts, event: AlertEvent): Alerts {
  const { [event.condition]: before, ...others } = alerts;
  if (event.id === EventId.alertCleared) return others;
  const { severity, reason: text, remedy, time } = event;
  const since = Math.min(time, event.since ?? before?.since ?? time);
  return { ...others, [event.condition]: { severity, text, remedy, since } };
}
