import type { Stopwatch, Timer } from "../ports.ts";

/**
 * Ends connections when their time is over. All have the same time, so they end in the order in which they began, and one timer serves
 * for all: with one for each, thousands of idle connections cost half as much memory again. It runs on when none is left, for the next
 * comes soon.
 */
export class Deadlines {
  readonly #timer: Timer;
  readonly #stopwatch: Stopwatch;
  readonly #milliseconds: number;
  /** When each ends, by the stopwatch. */
  readonly #ends = new Map<{ close(): void }, number>();
  readonly #stopping = new AbortController();
  #isWaiting = false;

  constructor({ timer, stopwatch }: { timer: Timer; stopwatch: Stopwatch }, milliseconds: number) {
    this.#timer = timer;
    this.#stopwatch = stopwatch;
    this.#milliseconds = milliseconds;
  }

  begin(connection: { close(): void }): void {
    this.#ends.set(connection, this.#stopwatch.elapsed() + this.#milliseconds);
    if (!this.#isWaiting) void this.#wait();
  }

  /** It has ended by itself. */
  end(connection: { close(): void }): void {
    this.#ends.delete(connection);
  }

  /** Ends no more of them, and gives its timer up. */
  stop(): void {
    this.#stopping.abort();
  }

  async #wait(): Promise<void> {
    const { signal } = this.#stopping;
    this.#isWaiting = true;
    while (this.#ends.size > 0 && !signal.aborted) {
      const [first] = this.#ends.values();
      await this.#timer.wait(Math.max(1, first! - this.#stopwatch.elapsed()), signal);
      this.#closeOverdue();
    }
    this.#isWaiting = false;
  }

  #closeOverdue(): void {
    const now = this.#stopwatch.elapsed();
    for (const [connection, ends] of this.#ends) {
      if (ends > now) return;
      this.#ends.delete(connection);
      connection.close();
    }
  }
}
