import type { Timer } from "../ports.ts";

/** So many connections may wait for their first answer before another is accepted. */
const MOST = 256;
/** Where none of them was answered or ended for so long, they are silent: so many more are let in beside them. */
const SILENT_MS = 250;
const MORE = 256;

/**
 * The connections that were accepted and not yet answered. Deno serves first what was accepted last, so that without a bound the newcomers
 * of a busy hour keep others waiting for seconds; in the system's queue everybody has a turn, in the order of coming. Who connects and
 * says nothing does not keep others out: beside the silent, however many there are, a thousand a second are let in.
 */
export class Unanswered {
  readonly #timer: Timer;
  #here = 0;
  #limit = MOST;
  #left = false;
  #room: PromiseWithResolvers<void> | undefined;
  #watched = false;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /** Counts one in; the function that is given back counts it out, when it was answered or has ended, or both. */
  arrive(): () => void {
    this.#here += 1;
    let isHere = true;
    return () => {
      if (isHere) this.#leave();
      isHere = false;
    };
  }

  /** Resolves when another may be accepted; undefined where that is now. */
  room(): Promise<void> | undefined {
    if (this.#here < this.#limit) return undefined;
    this.#room ??= Promise.withResolvers();
    if (!this.#watched) this.#watch();
    return this.#room.promise;
  }

  #leave(): void {
    this.#here -= 1;
    this.#limit = Math.max(MOST, Math.min(this.#limit, this.#here + MOST));
    this.#left = true;
    if (this.#here < this.#limit) this.#open();
  }

  /** One wait after another, while somebody waits for room: a wait for each would cost more than a connection does. */
  async #watch(): Promise<void> {
    this.#watched = true;
    while (this.#room !== undefined) {
      this.#left = false;
      await this.#timer.wait(SILENT_MS);
      if (this.#left) continue;
      this.#limit = this.#here + MORE;
      this.#open();
    }
    this.#watched = false;
  }

  #open(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}
