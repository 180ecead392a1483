import { MAX_NAME_BYTES } from "../protocol/machine_name.ts";
import { AT, ID_BYTES, keyKindAt, type PackedRecord } from "./packed_record.ts";
import { KeyKind, RETENTION_MS } from "./record.ts";
import { NONE } from "./slot_index.ts";

export type Link = "next" | "previous" | "nextOfGroup" | "previousOfGroup" | "groupSize";

/** Widths of rows: most names have room in the short ones. A slot keeps its width. */
const WIDTHS = [AT.name + 24, AT.name + MAX_NAME_BYTES + 1] as const;
/** Rows are allocated so many at a time, so that nothing is ever copied for growth. */
const CHUNK_BITS = 10;
const CHUNK = 1 << CHUNK_BITS;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly width: number;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Machine records as rows of bytes, by slots: whole numbers from 0. A free slot holds none, and is given out again. */
export class Rows {
  readonly #chunks: Chunk[] = [];
  /** By width, the first free slot; the others hang on its link `next`. */
  readonly #free: number[] = WIDTHS.map(() => NONE);

  /** All slots are below it. */
  get end(): number {
    return this.#chunks.length * CHUNK;
  }

  /** The slot of a new row that holds the record. */
  add(record: PackedRecord): number {
    const slot = this.#allocate(kindFor(record));
    this.#write(slot, record);
    return slot;
  }

  /** Writes another record over the one that is there, links aside. False, and nothing is done, where its name needs another width. */
  overwrite(slot: number, record: PackedRecord): boolean {
    if (!this.fits(slot, record)) return false;
    this.#write(slot, record);
    return true;
  }

  /** Whether the record's name needs the width that a slot has. */
  fits(slot: number, record: PackedRecord): boolean {
    return WIDTHS[kindFor(record)] === this.#chunk(slot).width;
  }

  /** A row that is as `slot` in `others`. */
  addCopy(others: Rows, slot: number): number {
    const { bytes, width } = others.#chunk(slot);
    const copy = this.#allocate(WIDTHS.indexOf(width));
    const from = others.base(slot);
    this.#chunk(copy).bytes.set(bytes.subarray(from, from + width), this.base(copy));
    return copy;
  }

  free(slot: number): void {
    const { width } = this.#chunk(slot);
    const kind = WIDTHS.indexOf(width);
    this.setRun(slot, 0);
    this.setLink(slot, "next", this.#free[kind]!);
    this.#free[kind] = slot;
  }

  /** The bytes that the row is in, from base(slot) on. */
  bytes(slot: number): Uint8Array {
    return this.#chunk(slot).bytes;
  }

  view(slot: number): DataView {
    return this.#chunk(slot).view;
  }

  base(slot: number): number {
    return (slot & (CHUNK - 1)) * this.#chunk(slot).width;
  }

  leaveTime(slot: number): number {
    const { view, width } = this.#chunk(slot);
    const base = (slot & (CHUNK - 1)) * width;
    const heldFrom = view.getFloat64(base + AT.heldFrom, true);
    return (Number.isNaN(heldFrom) ? view.getFloat64(base + AT.lastSeen, true) : heldFrom) + RETENTION_MS;
  }

  lastSeen(slot: number): number {
    return this.#chunk(slot).view.getFloat64(this.base(slot) + AT.lastSeen, true);
  }

  flags(slot: number): number {
    return this.#chunk(slot).bytes[this.base(slot) + AT.flags]!;
  }

  run(slot: number): number {
    return this.#chunk(slot).bytes[this.base(slot) + AT.run]!;
  }

  setRun(slot: number, run: number): void {
    this.#chunk(slot).bytes[this.base(slot) + AT.run] = run;
  }

  link(slot: number, link: Link): number {
    return this.#chunk(slot).view.getInt32(this.base(slot) + AT[link], true);
  }

  setLink(slot: number, link: Link, value: number): void {
    this.#chunk(slot).view.setInt32(this.base(slot) + AT[link], value, true);
  }

  /** NaN where the record is to have none. */
  setHeldFrom(slot: number, time: number): void {
    this.#chunk(slot).view.setFloat64(this.base(slot) + AT.heldFrom, time, true);
  }

  /** Whether the identifier at `field` of a row is the 16 bytes of `id` from `from` on. */
  has(slot: number, field: "machineId" | "hardware", id: Uint8Array, from = 0): boolean {
    const { bytes } = this.#chunk(slot);
    const at = this.base(slot) + AT[field];
    for (let i = 0; i < ID_BYTES; i++) if (bytes[at + i] !== id[from + i]) return false;
    return true;
  }

  /** What the record of a slot is kept under. */
  keyKind(slot: number): KeyKind {
    return keyKindAt(this.#chunk(slot).bytes, this.base(slot));
  }

  /** Where the 16 bytes that it is kept under begin, in bytes(slot). */
  keyAt(slot: number): number {
    return this.base(slot) + (this.keyKind(slot) === KeyKind.hardware ? AT.hardware : AT.machineId);
  }

  /** Negative where the key of `slot` comes before that of `other`. */
  compareKeys(slot: number, other: number): number {
    const [bytes, others] = [this.bytes(slot), this.bytes(other)];
    const [at, from] = [this.keyAt(slot), this.keyAt(other)];
    for (let i = 0; i < ID_BYTES; i++) {
      if (bytes[at + i] !== others[from + i]) return bytes[at + i]! - others[from + i]!;
    }
    return this.keyKind(slot) - this.keyKind(other);
  }

  /** A slot that was free, or one of a new chunk. */
  #allocate(kind: number): number {
    if (this.#free[kind] === NONE) this.#addChunk(kind);
    const slot = this.#free[kind]!;
    this.#free[kind] = this.link(slot, "next");
    return slot;
  }

  #addChunk(kind: number): void {
    const width = WIDTHS[kind]!;
    const bytes = new Uint8Array(CHUNK * width);
    const begin = this.end;
    this.#chunks.push({ bytes, view: new DataView(bytes.buffer), width });
    for (let i = 0; i < CHUNK; i++) this.setLink(begin + i, "next", i === CHUNK - 1 ? NONE : begin + i + 1);
    this.#free[kind] = begin;
  }

  #chunk(slot: number): Chunk {
    return this.#chunks[slot >>> CHUNK_BITS]!;
  }

  #write(slot: number, record: PackedRecord): void {
    const { bytes } = this.#chunk(slot);
    const base = this.base(slot);
    bytes.set(record.fields, base);
    bytes[base + AT.flags] = record.bytes[AT.flags]!;
    bytes[base + AT.nameBytes] = record.nameBytes;
    const end = AT.name + record.nameBytes;
    for (let i = AT.name; i < end; i++) bytes[base + i] = record.bytes[i]!;
  }
}

export function readId(bytes: Uint8Array, at: number): string {
  return bytes.subarray(at, at + ID_BYTES).toHex();
}

export function readName(bytes: Uint8Array, base: number): string {
  const at = base + AT.name;
  return decoder.decode(bytes.subarray(at, at + bytes[base + AT.nameBytes]!));
}

function kindFor({ nameBytes }: PackedRecord): number {
  return nameBytes <= WIDTHS[0] - AT.name ? 0 : 1;
}
