import type { SeededRandom } from "../fakes/seeded_random.ts";

/** What is known of a byte: it is on disk; a failed sync has forgotten it; or, from 1 on, the write that is to be synced. */
const ON_DISK = 0;
const FORGOTTEN = -1;

/** Bytes that reach the disk together. Far smaller than real ones, so that short files tear in many ways. */
const SECTOR = 16;

/** Tells of a byte that was not synced whether it got to the disk. One that did not is zero. */
type Survives = (at: number) => boolean;

/** What one file holds, and how much of that would outlive a loss of power. */
export class SimulatedFile {
  #bytes: Uint8Array<ArrayBuffer>;
  #marks: Int32Array<ArrayBuffer>;
  #writes = 0;
  /** The file before a truncation that is not synced yet: it may come back. */
  #before: SimulatedFile | undefined;

  /** A file whose bytes are all on disk. */
  constructor(bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0)) {
    this.#bytes = bytes;
    this.#marks = new Int32Array(bytes.length);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice();
  }

  append(bytes: Uint8Array): void {
    const [size, longer] = [this.#bytes.length, this.#bytes.length + bytes.length];
    const [before, marks] = [this.#bytes, this.#marks];
    this.#bytes = new Uint8Array(longer);
    this.#bytes.set(before);
    this.#bytes.set(bytes, size);
    this.#marks = new Int32Array(longer).fill(this.#writes += 1, size);
    this.#marks.set(marks);
  }

  truncate(size: number): void {
    this.#before ??= this.copy();
    this.#bytes = this.#bytes.slice(0, size);
    this.#marks = this.#marks.slice(0, size);
  }

  sync(): void {
    this.#before = undefined;
    this.#marks = this.#marks.map((mark) => mark > 0 ? ON_DISK : mark);
  }

  /** The system reports the failure once and takes what it could not write for written. */
  failSync(): void {
    this.#marks = this.#marks.map((mark) => mark > 0 ? FORGOTTEN : mark);
  }

  /** The file as a new process finds it: nothing is lost, and no more is on disk than before. */
  copy(): SimulatedFile {
    const copy = new SimulatedFile(this.#bytes.slice());
    copy.#marks = this.#marks.slice();
    copy.#writes = this.#writes;
    copy.#before = this.#before;
    return copy;
  }

  /**
   * The file after a loss of power: what was synced, and any of the rest, in any order. What is missing before something that is there
   * is zero, as file systems leave it that set the size, or allocate, before they write.
   */
  afterPowerLoss(random: SeededRandom): SimulatedFile {
    if (this.#before !== undefined && random.chance()) return this.#before.afterPowerLoss(random);
    const kept = this.#marks.lastIndexOf(ON_DISK) + 1;
    const size = random.chance() ? this.#bytes.length : kept + random.upTo(this.#bytes.length - kept);
    const survives = this.#survival(random, kept);
    const bytes = this.#bytes.slice(0, size);
    for (let at = 0; at < size; at++) if (this.#marks[at] !== ON_DISK && !survives(at)) bytes[at] = 0;
    return new SimulatedFile(bytes);
  }

  #survival(random: SeededRandom, kept: number): Survives {
    const unsynced = this.#bytes.length - kept;
    const edge = kept + random.upTo(unsynced);
    const write = random.upTo(this.#writes);
    const sectors = Array.from(
      { length: Math.ceil(this.#bytes.length / SECTOR) },
      () => random.chance(),
    );
    const kinds: Survives[] = [
      () => true,
      () => false,
      (at) => at < edge, // torn inside a write, at any byte
      (at) => at >= edge, // a hole before what did get there
      (at) => sectors[Math.floor(at / SECTOR)]!,
      (at) => this.#marks[at]! > write, // the later writes without the earlier ones
    ];
    return kinds[random.upTo(kinds.length - 1)]!;
  }
}
