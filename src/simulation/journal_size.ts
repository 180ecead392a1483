import { encodeJournalLine, GENESIS } from "../journal/line.ts";
import type { HostEvent } from "../policy/events.ts";

/** One event of so many is encoded. */
const SAMPLE = 1000;

/** How large the journal of a host would be, from the lines of a sample of its events. */
export class JournalSize {
  #events = 0;
  #sampled = 0;
  #sampledBytes = 0;

  add(event: HostEvent): void {
    this.#events += 1;
    if (this.#events % SAMPLE !== 1) return;
    this.#sampled += 1;
    this.#sampledBytes += encodeJournalLine({ n: this.#events, b: this.#events }, event, GENESIS).text.length;
  }

  get events(): number {
    return this.#events;
  }

  get bytes(): number {
    return this.#sampled === 0 ? 0 : Math.round(this.#sampledBytes / this.#sampled * this.#events);
  }
}
