import type { Timer } from "../ports.ts";

/** So many connections may wait for their first answer before another is accepted. */
const MOST = 256;
/** One that is unanswered after so many looks is silent. */
const LOOKS = 8;
/** From one look to the next, at least. While the loop is busy it is a turn of it, so that patience grows with the work that there is. */
const LOOK_MS = 10;

/**
 * The connections that were accepted and wait for their first answer. Deno serves first what was accepted last, so that without a bound
 * the newcomers of a busy hour keep others waiting for seconds; in the system's queue everybody has a turn, in the order of coming. Who
 * connects and says nothing waits for no answer, and keeps no others out: after some turns of the loop, in which whoever has
 * said something was heard, he is counted no more.
 */
export class Unanswered {
  readonly #timer: Timer;
  /** In the order of coming, by the look before which they came. */
  readonly #waiting = new Map<symbol, number>();
  #looks = 0;
  #room: PromiseWithResolvers<void> | undefined;
  #looking = false;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  /** Counts one in; the function that is given back counts it out, when it was answered or has ended, or both. */
  arrive(): () => void {
    const connection = Symbol();
    this.#waiting.set(connection, this.#looks);
    if (!this.#looking) this.#look();
    return () => {
      if (this.#waiting.delete(connection)) this.#tellRoom();
    };
  }

  /** Resolves when another may be accepted; undefined where that is now. */
  room(): Promise<void> | undefined {
    if (this.#waiting.size < MOST) return undefined;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** One wait after another for all: a wait for each would cost more than a connection does. */
  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#waiting.size > 0) {
      await this.#timer.wait(LOOK_MS);
      this.#looks += 1;
      this.#forgetSilent();
    }
    this.#looking = false;
  }

  #forgetSilent(): void {
    for (const [connection, look] of this.#waiting) {
      if (this.#looks - look < LOOKS) break;
      this.#waiting.delete(connection);
    }
    this.#tellRoom();
  }

  #tellRoom(): void {
    if (this.#waiting.size >= MOST) return;
    this.#room?.resolve();
    this.#room = undefined;
  }
}
