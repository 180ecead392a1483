import type { Stopwatch, Timer } from "../ports.ts";

/**
 * Ends connections when their time is over. All have the same time, so they end in the order in which they began, and one timer serves
 * for all: with one for each, thousands of idle connections cost half as much memory again.
 */
export class Deadlines {
  readonly #timer: Timer;
  readonly #stopwatch: Stopwatch;
  readonly #milliseconds: number;
  /** When each ends, by the stopwatch. */
  readonly #ends = new Map<{ close(): void }, number>();
  #waiting: AbortController | undefined;

  constructor({ timer, stopwatch }: { timer: Timer; stopwatch: Stopwatch }, milliseconds: number) {
    this.#timer = timer;
    this.#stopwatch = stopwatch;
    this.#milliseconds = milliseconds;
  }

  begin(connection: { close(): void }): void {
    this.#ends.set(connection, this.#stopwatch.elapsed() + this.#milliseconds);
    if (this.#waiting === undefined) void this.#wait();
  }

  /** It has ended by itself. */
  end(connection: { close(): void }): void {
    this.#ends.delete(connection);
    if (this.#ends.size === 0) this.#waiting?.abort();
  }

  async #wait(): Promise<void> {
    while (this.#ends.size > 0) {
      const [first] = this.#ends.values();
      this.#waiting = new AbortController();
      await this.#timer.wait(Math.max(1, first! - this.#stopwatch.elapsed()), this.#waiting.signal);
      this.#closeOverdue();
    }
    this.#waiting = undefined;
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
