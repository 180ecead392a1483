import { concat } from "../../../src/protocol/bytes.ts";
import type { SeededRandom } from "../fakes/seeded_random.ts";

/** What is known of a byte: it is on disk, it is to be written at the next sync, or a failed sync has forgotten it. */
const ON_DISK = 0;
const TO_SYNC = 1;
const FORGOTTEN = 2;

/** Bytes that reach the disk together. Far smaller than real ones, so that short files tear in many ways. */
const SECTOR = 16;

/** What one file holds, and how much of that would outlive a loss of power. */
export class SimulatedFile {
  #bytes: Uint8Array<ArrayBuffer>;
  #marks: Uint8Array<ArrayBuffer>;
  /** What a truncation that is not synced yet may bring back. */
  #before: Uint8Array<ArrayBuffer> | undefined;

  /** A file whose bytes are all on disk. */
  constructor(bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)) {
    this.#bytes = bytes;
    this.#marks = new Uint8Array(bytes.length);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice();
  }

  append(bytes: Uint8Array): void {
    this.#bytes = concat(this.#bytes, bytes);
    this.#marks = concat(this.#marks, new Uint8Array(bytes.length).fill(TO_SYNC));
  }

  truncate(size: number): void {
    this.#before ??= this.#bytes;
    this.#bytes = this.#bytes.slice(0, size);
    this.#marks = this.#marks.slice(0, size);
  }

  sync(): void {
    this.#before = undefined;
    this.#mark(ON_DISK);
  }

  /** The system reports the failure once and takes what it could not write for written. */
  failSync(): void {
    this.#mark(FORGOTTEN);
  }

  #mark(as: number): void {
    const first = this.#marks.indexOf(TO_SYNC);
    if (first >= 0) {
      this.#marks.set(this.#marks.subarray(first).map((mark) => mark === TO_SYNC ? as : mark), first);
    }
  }

  /** The file as a new process finds it: nothing is lost, and no more is on disk than before. */
  copy(): SimulatedFile {
    const copy = new SimulatedFile(this.#bytes.slice());
    copy.#marks = this.#marks.slice();
    copy.#before = this.#before;
    return copy;
  }

  /** The file after a loss of power: what was synced, and any sectors of the rest; others missing or zero. */
  afterPowerLoss(random: SeededRandom): SimulatedFile {
    if (this.#before !== undefined && random.chance()) return new SimulatedFile(this.#before.slice());
    const kept = this.#marks.lastIndexOf(ON_DISK) + 1;
    const size = kept + random.upTo(this.#bytes.length - kept);
    const bytes = this.#bytes.slice(0, size);
    const mostly = random.upTo(2); // 0: all sectors are there, 1: half of them, 2: none
    for (let at = 0; at < size; at += SECTOR) {
      if (mostly === 0 || (mostly === 1 && random.chance())) continue;
      for (let i = at; i < Math.min(at + SECTOR, size); i++) if (this.#marks[i] !== ON_DISK) bytes[i] = 0;
    }
    return new SimulatedFile(bytes);
  }
}
