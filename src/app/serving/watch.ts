import type { HostStatus, WatchLine } from "../../api/types.ts";
import type { HostEvent } from "../../policy/events.ts";
import type { Host } from "../../host/host.ts";

/** A line at most so often, with at most so many events: a dashboard must not slow an activation down. */
const PERIOD_MS = 200;
const MOST_EVENTS = 100;
/** A line at least so often, so that the reader knows that the host is there. */
const IDLE_PERIODS = 5;

/** The state first, then what changes; ends when `signal` is aborted. */
export async function* watchHost(
  host: Host,
  status: () => HostStatus,
  signal: AbortSignal,
): AsyncGenerator<WatchLine> {
  let events: HostEvent[] = [];
  let left = 0;
  const unsubscribe = host.subscribe((event) => {
    if (events.length < MOST_EVENTS) events.push(event);
    else left += 1;
  });
  try {
    while (!signal.aborted) {
      yield { status: status(), events, left };
      events = [];
      left = 0;
      for (let idle = 0; events.length === 0 && idle < IDLE_PERIODS; idle++) {
        await host.ports.timer.wait(PERIOD_MS, signal);
      }
    }
  } finally {
    unsubscribe();
  }
}
