import type { Stopwatch, Timer } from "../ports.ts";

/** What is to be ended, and when by the stopwatch. */
interface Deadline {
  readonly at: number;
  readonly end: () => void;
}

/**
 * The ends of what all lasts equally long, connections for one: they come in the order in which they were begun, so that one wait, for the
 * oldest, serves for all. A wait for each would cost more than anything else that is done for a connection here.
 */
export class Deadlines {
  readonly #life: number;
  readonly #ports: { readonly timer: Timer; readonly stopwatch: Stopwatch };
  readonly #open = new Set<Deadline>();
  readonly #closing = new AbortController();
  #waiting = false;

  /** `life`: how long each lasts, in milliseconds. */
  constructor(life: number, ports: { readonly timer: Timer; readonly stopwatch: Stopwatch }) {
    this.#life = life;
    this.#ports = ports;
  }

  /** Calls `end` when the time is over, unless the function that is given back is called before. */
  begin(end: () => void): () => void {
    const deadline = { at: this.#ports.stopwatch.elapsed() + this.#life, end };
    this.#open.add(deadline);
    if (!this.#waiting) this.#wait();
    return () => this.#open.delete(deadline);
  }

  /** Ends nothing more by itself. */
  close(): void {
    this.#closing.abort();
    this.#open.clear();
  }

  /**
   * Goes on until nothing is open; a wait whose deadline was called off is left to run out. The oldest is looked up anew each time: an
   * iterator that is kept over a wait keeps all that has been in the Set meanwhile.
   */
  async #wait(): Promise<void> {
    const { timer, stopwatch } = this.#ports;
    this.#waiting = true;
    for (let deadline = this.#oldest(); deadline !== undefined; deadline = this.#oldest()) {
      const left = deadline.at - stopwatch.elapsed();
      if (left > 0) await timer.wait(left, this.#closing.signal);
      if (this.#open.delete(deadline)) deadline.end();
    }
    this.#waiting = false;
  }

  #oldest(): Deadline | undefined {
    const [oldest] = this.#open; // a Set is in the order of coming
    return oldest;
  }
}
