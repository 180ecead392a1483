import assert from "node:assert/strict";
import { DenoDisk } from "../../../src/adapters/disk/deno_disk.ts";
import { decodeJournalLine, GENESIS } from "../../../src/journal/line.ts";
import { linesOf } from "../../../src/journal/lines.ts";
import { segmentsIn } from "../../../src/journal/segments.ts";
import type { HostEvent } from "../../../src/policy/events.ts";

/** Reads a host's journal on from where it stopped, with chain and numbering, whether a host runs or not. */
export class JournalFollower {
  readonly #disk: DenoDisk;
  #segment = 1;
  #at = 0;
  #n = 0;
  #hash = GENESIS;

  constructor(folder: string) {
    this.#disk = new DenoDisk(folder);
  }

  /** The number of the last event that was read. */
  get last(): number {
    return this.#n;
  }

  /** All whole lines that are there by now. Throws where one does not follow from the one before. */
  async *more(): AsyncGenerator<HostEvent> {
    const segments = segmentsIn(await this.#disk.list());
    for (; segments.includes(this.#segment); this.#segment++, this.#at = 0) {
      for await (const { lines, end } of linesOf(this.#disk, this.#segment, this.#at)) {
        for (const { bytes } of lines) yield this.#event(bytes);
        this.#at = end;
      }
      if (!segments.includes(this.#segment + 1)) return;
    }
  }

  #event(line: Uint8Array): HostEvent {
    const { n, event, hash } = decodeJournalLine(line, this.#hash);
    assert.equal(n, this.#n + 1, `the journal goes from event ${this.#n} to ${n}`);
    this.#n = n;
    this.#hash = hash;
    return event;
  }
}
