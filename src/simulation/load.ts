import { BEGINNING, HOUR_MS, MINUTE_MS } from "./plan.ts";

const SECOND_MS = 1000;

/** How many requests came within the busiest second, minute and hour, and in all. Times must not fall. */
export class Load {
  #requests = 0;
  readonly #spans = [new Span(SECOND_MS), new Span(MINUTE_MS), new Span(HOUR_MS)] as const;

  add(time: number): void {
    this.#requests += 1;
    for (const span of this.#spans) span.add(time);
  }

  get requests(): number {
    return this.#requests;
  }

  /** Requests a second: in the busiest second, and on average over the busiest minute and hour. */
  get busiest(): { readonly second: number; readonly minute: number; readonly hour: number } {
    const [second, minute, hour] = this.#spans;
    return { second: second.most, minute: minute.most / 60, hour: hour.most / 3600 };
  }
}

class Span {
  #begins = -Infinity;
  #here = 0;
  most = 0;

  constructor(readonly length: number) {}

  add(time: number): void {
    if (time >= this.#begins + this.length) {
      this.#begins = time - (time - BEGINNING) % this.length;
      this.#here = 0;
    }
    this.#here += 1;
    if (this.#here > this.most) this.most = this.#here;
  }
}
