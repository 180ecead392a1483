import { MINUTE_MS } from "./plan.ts";

const NOBODY = -1;

/**
 * Who is next, for any number of clients, each with one time at most: a ring of minutes, each a chain of its clients. Taking a minute
 * costs a sort of those in it and no more, whereas a heap would cost its depth for each of many millions.
 */
export class Calendar {
  readonly #begins: number;
  readonly #firstOf: Int32Array;
  readonly #nextOf: Int32Array;
  readonly #times: Float64Array;
  #minute = 0;

  /** `span`: no time is planned further ahead, milliseconds. */
  constructor(clients: number, begins: number, span: number) {
    this.#begins = begins;
    this.#firstOf = new Int32Array(Math.ceil(span / MINUTE_MS) + 2).fill(NOBODY);
    this.#nextOf = new Int32Array(clients).fill(NOBODY);
    this.#times = new Float64Array(clients);
  }

  /** A client that is not planned gets a time, after the minute that was taken last. Throws RangeError for one beyond the span. */
  plan(client: number, time: number): void {
    const minute = Math.max(Math.floor((time - this.#begins) / MINUTE_MS), this.#minute);
    if (minute - this.#minute >= this.#firstOf.length) {
      throw new RangeError("a time beyond the calendar's span");
    }
    const slot = minute % this.#firstOf.length;
    this.#times[client] = time;
    this.#nextOf[client] = this.#firstOf[slot]!;
    this.#firstOf[slot] = client;
  }

  /** The clients of the next minute in the order of their times, which are planned no more. */
  take(): number[] {
    const slot = this.#minute % this.#firstOf.length;
    const clients: number[] = [];
    for (let client = this.#firstOf[slot]!; client !== NOBODY; client = this.#nextOf[client]!) {
      clients.push(client);
    }
    this.#firstOf[slot] = NOBODY;
    this.#minute += 1;
    return clients.sort((a, b) => this.#times[a]! - this.#times[b]!);
  }

  timeOf(client: number): number {
    return this.#times[client]!;
  }
}
