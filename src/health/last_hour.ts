const MINUTE_MS = 60_000;
const MINUTES = 60;

/** How often something happened within the last hour, to the minute. Times are those of a stopwatch, in milliseconds. */
export class LastHour {
  readonly #counts = new Array<number>(MINUTES).fill(0);
  /** The minute that was counted in last. */
  #minute = 0;

  add(elapsed: number): void {
    this.#advance(elapsed);
    const at = this.#minute % MINUTES;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  total(elapsed: number): number {
    return this.minutes(elapsed).reduce((sum, count) => sum + count, 0);
  }

  /** The 60 minutes, the one that is running last. */
  minutes(elapsed: number): number[] {
    this.#advance(elapsed);
    const oldest = (this.#minute + 1) % MINUTES;
    return [...this.#counts.slice(oldest), ...this.#counts.slice(0, oldest)];
  }

  /** Empties the minutes that have gone by. */
  #advance(elapsed: number): void {
    const minute = Math.floor(elapsed / MINUTE_MS);
    const gone = Math.min(MINUTES, minute - this.#minute);
    for (let n = 1; n <= gone; n++) this.#counts[(this.#minute + n) % MINUTES] = 0;
    this.#minute = Math.max(this.#minute, minute);
  }
}
