import type { Clock, Stopwatch, Timer } from "../../../src/ports.ts";

interface Waiting {
  readonly until: number;
  readonly resolve: () => void;
}

/** A clock that stands still until it is moved, and a timer and a stopwatch that go by it: nothing ever sleeps. */
export class FakeTime implements Clock, Timer, Stopwatch {
  #now: number;
  #elapsed = 0;
  #waiting: Waiting[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** What advance() has made go by; set() leaves it as it is. */
  elapsed(): number {
    return this.#elapsed;
  }

  /** A wait of nothing only gives others their turn. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds === 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = { until: this.#elapsed + milliseconds, resolve };
      this.#waiting.push(waiting);
      signal?.addEventListener("abort", () => this.#end(waiting), { once: true });
    });
  }

  /** Waits that have not ended, as milliseconds from now, soonest first. */
  get waits(): number[] {
    return this.#waiting.map(({ until }) => until - this.#elapsed).sort((a, b) => a - b);
  }

  /** Moves the clock, ends the waits that are over by then, and lets all that follows from them settle. */
  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    this.#elapsed += milliseconds;
    for (const waiting of this.#waiting.filter(({ until }) => until <= this.#elapsed)) this.#end(waiting);
    await settled();
  }

  /** Moves the clock alone, backwards too. */
  set(now: number): void {
    this.#now = now;
  }

  #end(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.resolve();
  }
}

/** Resolves when everything has run that waits for nothing from outside. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
