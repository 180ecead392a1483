import { fitMachineName, MAX_NAME_BYTES } from "../protocol/machine_name.ts";
import { KeyKind, type MachineIdentity, type MachineRecord, parseMachineKey } from "./record.ts";

/** Where each field begins in a row. Numbers are in one byte order on all computers, though rows stay in memory. */
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

export const ID_BYTES = 16;
/** Bits of the flags; the licence state stands above them. */
export const FLAG = { virtual: 1, ephemeral: 2, counted: 4 } as const;
export const LICENCE_STATE_SHIFT = 3;

const encoder = new TextEncoder();
const NIBBLES = new Uint8Array(256).fill(0xff);
for (let value = 0; value < 16; value++) NIBBLES[value.toString(16).charCodeAt(0)] = value;

/** The value of a lower-case hexadecimal digit by its code; more than 15 for any other character. */
export function nibbleOf(code: number): number {
  return NIBBLES[code & 0xff]! | (code & ~0xff);
}

/** Throws RangeError for what is not 32 lower-case hexadecimal digits. */
export function writeId(bytes: Uint8Array, at: number, hex: string): void {
  let wrong = hex.length ^ (2 * ID_BYTES);
  for (let i = 0; i < ID_BYTES; i++) {
    const high = nibbleOf(hex.charCodeAt(2 * i));
    const low = nibbleOf(hex.charCodeAt(2 * i + 1));
    wrong |= (high | low) & ~0xf;
    bytes[at + i] = high << 4 | low;
  }
  if (wrong !== 0) throw new RangeError(`expected 32 hexadecimal digits, got ${hex}`);
}

type Identifier = "machineId" | "hardware" | "productId";

/** A machine by its raw identifiers, 16 bytes each. */
export interface RawIdentity {
  readonly machineId: Uint8Array;
  readonly hardware: Uint8Array;
  readonly ephemeral: boolean;
}

/** One record as a row has it, on its way into one. It is used again and again. */
export class PackedRecord {
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(AT.name + MAX_NAME_BYTES + 1);
  readonly view: DataView = new DataView(this.bytes.buffer);
  /** What stands in a row before the links. */
  readonly fields: Uint8Array = this.bytes.subarray(0, AT.next);
  /** The identifiers that are in `bytes`, as far as they came as text. */
  readonly #packed: Record<Identifier, string | undefined> = {
    machineId: undefined,
    hardware: undefined,
    productId: undefined,
  };
  readonly #name = this.bytes.subarray(AT.name, AT.name + MAX_NAME_BYTES);

  /** Of a name that is longer than any client can send it takes the beginning. Throws RangeError for identifiers that are none. */
  pack(record: MachineRecord): this {
    const { bytes, view } = this;
    this.#packId("machineId", record.machineId);
    this.#packId("hardware", record.hardware);
    this.#packId("productId", record.productId);
    view.setFloat64(AT.firstSeen, record.firstSeen, true);
    view.setFloat64(AT.lastSeen, record.lastSeen, true);
    view.setFloat64(AT.heldFrom, record.heldFrom ?? NaN, true);
    view.setUint32(AT.minutesLeft, record.minutesLeft, true);
    view.setUint32(AT.result, record.result, true);
    bytes[AT.flags] = flagsOf(record);
    bytes[AT.nameBytes] = this.#packName(record.name);
    return this;
  }

  /** What a record of this machine would be kept under; the rest is as it was. */
  packIdentity({ machineId, hardware, ephemeral }: MachineIdentity): this {
    this.#packId("machineId", machineId);
    this.#packId("hardware", hardware);
    this.bytes[AT.flags] = ephemeral ? FLAG.ephemeral : 0;
    return this;
  }

  /** The same from raw bytes. `text`: the same identifiers as text, which then need not be read when they come again. */
  copyIdentity({ machineId, hardware, ephemeral }: RawIdentity, text: MachineIdentity): this {
    this.#packed.machineId = text.machineId;
    this.#packed.hardware = text.hardware;
    for (let i = 0; i < ID_BYTES; i++) {
      this.bytes[AT.machineId + i] = machineId[i]!;
      this.bytes[AT.hardware + i] = hardware[i]!;
    }
    this.bytes[AT.flags] = ephemeral ? FLAG.ephemeral : 0;
    return this;
  }

  /** To be told by whoever writes into `bytes` itself. */
  overwritten(): void {
    this.#packed.machineId = this.#packed.hardware = this.#packed.productId = undefined;
  }

  get nameBytes(): number {
    return this.bytes[AT.nameBytes]!;
  }

  /** What the record is to be kept under. */
  get keyKind(): KeyKind {
    return keyKindAt(this.bytes, 0);
  }

  /** The same identifier comes several times for a request, and the same product for most of them. */
  #packId(field: Identifier, hex: string): void {
    if (this.#packed[field] === hex) return;
    this.#packed[field] = undefined;
    writeId(this.bytes, AT[field], hex);
    this.#packed[field] = hex;
  }

  #packName(name: string): number {
    const bytes = this.#name;
    if (name.length <= bytes.length) {
      let i = 0;
      for (let code = 0; i < name.length && (code = name.charCodeAt(i)) < 0x80; i++) bytes[i] = code;
      if (i === name.length) return i;
    }
    const { read, written } = encoder.encodeInto(name, bytes);
    return read === name.length ? written : encoder.encodeInto(fitMachineName(name), bytes).written;
  }
}

function flagsOf({ virtual, ephemeral, counted, licenceState }: MachineRecord): number {
  return (virtual ? FLAG.virtual : 0) | (ephemeral ? FLAG.ephemeral : 0) | (counted ? FLAG.counted : 0) |
    (licenceState << LICENCE_STATE_SHIFT);
}

/** What the record of a row that begins at `base` is kept under. */
export function keyKindAt(bytes: Uint8Array, base: number): KeyKind {
  if ((bytes[base + AT.flags]! & FLAG.ephemeral) !== 0) return KeyKind.ephemeral;
  for (let i = 0; i < ID_BYTES; i++) if (bytes[base + AT.hardware + i] !== 0) return KeyKind.hardware;
  return KeyKind.machineId;
}

/** A machine's key, to be held against rows. */
export class PackedKey {
  readonly #kind: KeyKind;
  readonly #id = new Uint8Array(ID_BYTES);

  private constructor(kind: KeyKind, id: string) {
    this.#kind = kind;
    writeId(this.#id, 0, id);
  }

  /** Undefined for a text that machineKey() does not write. */
  static parse(text: string): PackedKey | undefined {
    const parsed = parseMachineKey(text);
    return parsed === undefined ? undefined : new PackedKey(parsed.kind, parsed.id);
  }

  /** Whether the row that begins at `base` is kept under it. */
  isOf(bytes: Uint8Array, base: number): boolean {
    const at = base + (this.#kind === KeyKind.hardware ? AT.hardware : AT.machineId);
    for (let i = 0; i < ID_BYTES; i++) if (bytes[at + i] !== this.#id[i]) return false;
    return keyKindAt(bytes, base) === this.#kind;
  }
}
