import { LastHour } from "../health/last_hour.ts";
import { EventId, type HostEvent } from "../policy/events.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Stopwatch } from "../ports.ts";
import type { Host } from "./host.ts";

const MINUTE_MS = 60_000;

/** One minute of a host's work. */
export interface ActiveMinute {
  readonly requests: number;
  /** Of them those that were activated. */
  readonly activated: number;
  /** Of them those refused for too few computers alone. */
  readonly tooFew: number;
}

/** Times are milliseconds since 1970. */
export interface RecentActivity {
  readonly since: number;
  /** When the first of the minutes began. */
  readonly begins: number;
  /** At most 60, without a gap, the one that is running last. */
  readonly minutes: readonly ActiveMinute[];
}

/** What a host did in the last hour, as far as it has run for so long: the journal has what was before, and no start waits for it. */
export class Activity {
  readonly #host: Host;
  readonly #stopwatch: Stopwatch;
  readonly #requests = new LastHour();
  readonly #activated = new LastHour();
  readonly #tooFew = new LastHour();
  readonly #began: number;

  constructor(host: Host, stopwatch: Stopwatch) {
    this.#host = host;
    this.#stopwatch = stopwatch;
    this.#began = stopwatch.elapsed();
    host.subscribe((event) => this.#hear(event));
  }

  get recent(): RecentActivity {
    const elapsed = this.#elapsed;
    const now = this.#host.ports.clock.now();
    const activated = this.#activated.minutes(elapsed);
    const tooFew = this.#tooFew.minutes(elapsed);
    const all = this.#requests.minutes(elapsed).map((requests, i) => (
      { requests, activated: activated[i]!, tooFew: tooFew[i]! }
    ));
    const minutes = all.slice(-(Math.floor(elapsed / MINUTE_MS) + 1));
    const begins = now - elapsed % MINUTE_MS - (minutes.length - 1) * MINUTE_MS;
    return { since: Math.round(now - elapsed), begins: Math.round(begins), minutes };
  }

  get #elapsed(): number {
    return this.#stopwatch.elapsed() - this.#began;
  }

  #hear(event: HostEvent): void {
    if (event.id !== EventId.requestProcessed) return;
    const elapsed = this.#elapsed;
    this.#requests.add(elapsed);
    if (event.result === HResult.activated) this.#activated.add(elapsed);
    if (event.result === HResult.belowThreshold) this.#tooFew.add(elapsed);
  }
}
