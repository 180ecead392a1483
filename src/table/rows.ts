import { fitMachineName, MAX_NAME_BYTES } from "../protocol/machine_name.ts";
import { KeyKind, type MachineRecord, RETENTION_MS } from "./record.ts";
import { NONE } from "./slot_index.ts";

/** Where each field begins in a row. Numbers are in the byte order of this computer: rows stay in memory. */
export const AT = {
  machineId: 0,
  hardware: 16,
  productId: 32,
  firstSeen: 48,
  lastSeen: 56,
  /** NaN where there is none. */
  heldFrom: 64,
  minutesLeft: 72,
  result: 76,
  /** Links of the lists that a slot is in: see LeaveOrder and MachineGroups. */
  next: 80,
  previous: 84,
  nextOfGroup: 88,
  previousOfGroup: 92,
  groupSize: 96,
  /** 0 where the slot is free. */
  run: 100,
  flags: 101,
  nameBytes: 102,
  name: 104,
} as const;
export type Link = "next" | "previous" | "nextOfGroup" | "previousOfGroup" | "groupSize";

export const ID_BYTES = 16;
/** Bits of the flags; the licence state stands above them. */
export const FLAG = { virtual: 1, ephemeral: 2, counted: 4 } as const;
export const LICENCE_STATE_SHIFT = 3;

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

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encodedName = new Uint8Array(MAX_NAME_BYTES);

/** Machine records as rows of bytes, by slots: whole numbers from 0. A free slot holds none, and is given out again. */
export class Rows {
  readonly #chunks: Chunk[] = [];
  /** By width, the first free slot; the others hang on its link `next`. */
  readonly #free: number[] = WIDTHS.map(() => NONE);

  /** All slots are below it. */
  get end(): number {
    return this.#chunks.length * CHUNK;
  }

  /** The slot of a new row that holds the record. Of a name that is longer than any client can send, the beginning. */
  add(record: MachineRecord): number {
    const nameBytes = encodeName(record.name);
    const slot = this.#allocate(widthFor(nameBytes));
    this.#write(slot, record, nameBytes);
    return slot;
  }

  /** Writes another record over the one that is there, links aside. False, and nothing is done, where its name needs a wider row. */
  overwrite(slot: number, record: MachineRecord): boolean {
    const nameBytes = encodeName(record.name);
    if (WIDTHS[widthFor(nameBytes)] !== this.#chunk(slot).width) return false;
    this.#write(slot, record, nameBytes);
    return true;
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

  /** Whether the identifier at `field` of a row is the one in `id`. */
  has(slot: number, field: "machineId" | "hardware", id: Uint8Array): boolean {
    const { bytes } = this.#chunk(slot);
    const at = this.base(slot) + AT[field];
    for (let i = 0; i < ID_BYTES; i++) if (bytes[at + i] !== id[i]) return false;
    return true;
  }

  /** What the record of a slot is kept under. */
  keyKind(slot: number): KeyKind {
    const { bytes } = this.#chunk(slot);
    const base = this.base(slot);
    if ((bytes[base + AT.flags]! & FLAG.ephemeral) !== 0) return KeyKind.ephemeral;
    for (let i = 0; i < ID_BYTES; i++) if (bytes[base + AT.hardware + i] !== 0) return KeyKind.hardware;
    return KeyKind.machineId;
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

  #write(slot: number, record: MachineRecord, nameBytes: number): void {
    const { bytes, view } = this.#chunk(slot);
    const base = this.base(slot);
    writeId(bytes, base + AT.machineId, record.machineId);
    writeId(bytes, base + AT.hardware, record.hardware);
    writeId(bytes, base + AT.productId, record.productId);
    view.setFloat64(base + AT.firstSeen, record.firstSeen, true);
    view.setFloat64(base + AT.lastSeen, record.lastSeen, true);
    view.setFloat64(base + AT.heldFrom, record.heldFrom ?? NaN, true);
    view.setUint32(base + AT.minutesLeft, record.minutesLeft, true);
    view.setUint32(base + AT.result, record.result, true);
    bytes[base + AT.flags] = flagsOf(record);
    bytes[base + AT.nameBytes] = nameBytes;
    for (let i = 0; i < nameBytes; i++) bytes[base + AT.name + i] = encodedName[i]!;
  }
}

const NIBBLES = new Uint8Array(256).fill(0xff);
for (let value = 0; value < 16; value++) NIBBLES[value.toString(16).charCodeAt(0)] = value;

/** Throws RangeError for what is not 32 lower-case hexadecimal digits. */
export function writeId(bytes: Uint8Array, at: number, hex: string): void {
  if (hex.length !== 2 * ID_BYTES) throw new RangeError(`expected 32 hexadecimal digits, got ${hex}`);
  let wrong = 0;
  for (let i = 0; i < ID_BYTES; i++) {
    const [high, low] = [NIBBLES[hex.charCodeAt(2 * i)]!, NIBBLES[hex.charCodeAt(2 * i + 1)]!];
    wrong |= high | low;
    bytes[at + i] = high << 4 | low;
  }
  if (wrong > 0xf) throw new RangeError(`expected 32 hexadecimal digits, got ${hex}`);
}

export function readId(bytes: Uint8Array, at: number): string {
  return bytes.subarray(at, at + ID_BYTES).toHex();
}

export function readName(bytes: Uint8Array, base: number): string {
  const at = base + AT.name;
  return decoder.decode(bytes.subarray(at, at + bytes[base + AT.nameBytes]!));
}

function widthFor(nameBytes: number): number {
  return nameBytes <= WIDTHS[0] - AT.name ? 0 : 1;
}

function flagsOf({ virtual, ephemeral, counted, licenceState }: MachineRecord): number {
  return (virtual ? FLAG.virtual : 0) | (ephemeral ? FLAG.ephemeral : 0) | (counted ? FLAG.counted : 0) |
    (licenceState << LICENCE_STATE_SHIFT);
}

/** Encodes a name for the write that follows; gives its length. */
function encodeName(name: string): number {
  if (name.length <= MAX_NAME_BYTES) {
    let i = 0;
    for (; i < name.length; i++) {
      const code = name.charCodeAt(i);
      if (code > 0x7f) break;
      encodedName[i] = code;
    }
    if (i === name.length) return i;
  }
  const { read, written } = encoder.encodeInto(name, encodedName);
  return read === name.length ? written : encoder.encodeInto(fitMachineName(name), encodedName).written;
}
