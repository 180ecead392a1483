import { EventId, type HostEvent } from "../policy/events.ts";
import type { Clock, Timer } from "../ports.ts";

/** An event at most so often: who fails on purpose must not fill the journal. */
const PERIOD_MS = 60_000;

/** Tells of failed sign-ins, many in one event. */
export class FailureReport {
  readonly #clock: Clock;
  readonly #timer: Timer;
  readonly #record: (event: HostEvent) => void;
  readonly #stopping = new AbortController();
  #failures = 0;
  #address = "";
  #waiting = false;

  constructor(ports: { clock: Clock; timer: Timer }, record: (event: HostEvent) => void) {
    this.#clock = ports.clock;
    this.#timer = ports.timer;
    this.#record = record;
  }

  /** The first is told at once; those of the next minute together at its end. */
  add(address: string): void {
    this.#failures += 1;
    this.#address = address;
    if (!this.#waiting) this.#tell();
  }

  /** Tells what has not been told. */
  stop(): void {
    this.#stopping.abort();
    this.#tell();
  }

  #tell(): void {
    if (this.#failures === 0) return;
    this.#record({
      id: EventId.signInFailed,
      time: this.#clock.now(),
      failures: this.#failures,
      address: this.#address,
    });
    this.#failures = 0;
    this.#waiting = true;
    this.#timer.wait(PERIOD_MS, this.#stopping.signal).then(() => {
      this.#waiting = false;
      this.#tell();
    });
  }
}
