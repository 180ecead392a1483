import type { HostStatus, WatchLine } from "../../api/types.ts";
import { EventId, type HostEvent } from "../../policy/events.ts";
import type { Host } from "../../host/host.ts";

/** A line at most so often: a dashboard must not slow an activation down. */
const PERIOD_MS = 250;
/** A line at least so often, so that the reader knows that the host is there. */
const IDLE_PERIODS = 4;
/** Of a line, at most. Nobody reads more requests than these as they pass; what is no request is rare, and nobody is to miss it. */
const MOST_REQUESTS = 20;
const MOST_OTHERS = 80;

/** The state first, then what changes; ends when `signal` is aborted. */
export async function* watchHost(
  host: Host,
  status: () => HostStatus,
  signal: AbortSignal,
): AsyncGenerator<WatchLine> {
  let news = new News();
  const unsubscribe = host.subscribe((event) => news.take(event));
  try {
    while (!signal.aborted) {
      const { events, left } = news;
      news = new News();
      yield { status: status(), events, left };
      for (let idle = 0; news.events.length === 0 && idle < IDLE_PERIODS; idle++) {
        await host.ports.timer.wait(PERIOD_MS, signal);
      }
    }
  } finally {
    unsubscribe();
  }
}

/** What happened since the line before. */
class News {
  readonly events: HostEvent[] = [];
  left = 0;
  #requests = 0;

  take(event: HostEvent): void {
    const isRequest = event.id === EventId.requestProcessed;
    const others = this.events.length - this.#requests;
    if (isRequest ? this.#requests === MOST_REQUESTS : others === MOST_OTHERS) this.left += 1;
    else {
      this.events.push(event);
      if (isRequest) this.#requests += 1;
    }
  }
}
