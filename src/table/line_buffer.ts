import { MAX_NAME_BYTES } from "../protocol/machine_name.ts";
import { ascii, BEFORE, END, FALSE, TRUE } from "./line_parts.ts";
import { FLAG, ID_BYTES, LICENCE_STATE_SHIFT } from "./packed_record.ts";
import type { RowCursor } from "./row_cursor.ts";

const HEX = ascii("0123456789abcdef");
const ZERO = 0x30;
/** Of a name each byte may take six. */
const LONGEST_LINE = 512 + 6 * MAX_NAME_BYTES;

/**
 * Machine records as lines of JSON, byte for byte as JSON.stringify() and a newline would have them, made from their rows without a string
 * between: half a million of them must leave nothing for the garbage collector.
 */
export class LineBuffer {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #size: number;
  #at = 0;

  /** `size`: bytes from which on it is full. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size + LONGEST_LINE);
    this.#size = size;
  }

  get isFull(): boolean {
    return this.#at >= this.#size;
  }

  add(row: RowCursor): void {
    const { bytes } = row;
    this.#put(BEFORE.machineId);
    this.#id(bytes, row.at("machineId"));
    this.#put(BEFORE.hardware);
    this.#id(bytes, row.at("hardware"));
    this.#put(BEFORE.name);
    this.#text(bytes, row.at("name"), bytes[row.at("nameBytes")]!);
    this.#put(BEFORE.productId);
    this.#id(bytes, row.at("productId"));
    const flags = bytes[row.at("flags")]!;
    this.#put(BEFORE.virtual);
    this.#put((flags & FLAG.virtual) === 0 ? FALSE : TRUE);
    this.#put(BEFORE.ephemeral);
    this.#put((flags & FLAG.ephemeral) === 0 ? FALSE : TRUE);
    this.#put(BEFORE.counted);
    this.#put((flags & FLAG.counted) === 0 ? FALSE : TRUE);
    this.#put(BEFORE.licenceState);
    this.#number(flags >>> LICENCE_STATE_SHIFT);
    this.#put(BEFORE.minutesLeft);
    this.#number(row.minutesLeft);
    this.#put(BEFORE.result);
    this.#number(row.result);
    this.#put(BEFORE.firstSeen);
    this.#number(row.firstSeen);
    this.#put(BEFORE.lastSeen);
    this.#number(row.lastSeen);
    const { heldFrom } = row;
    if (heldFrom !== undefined) {
      this.#put(BEFORE.heldFrom);
      this.#number(heldFrom);
    }
    this.#put(END);
  }

  /** The lines that were added since, until the next is added. */
  take(): Uint8Array<ArrayBuffer> {
    const lines = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    return lines;
  }

  #put(text: Uint8Array): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < text.length; i++) bytes[at++] = text[i]!;
    this.#at = at;
  }

  #id(from: Uint8Array, at: number): void {
    for (let i = 0; i < ID_BYTES; i++) {
      const byte = from[at + i]!;
      this.#bytes[this.#at++] = HEX[byte >>> 4]!;
      this.#bytes[this.#at++] = HEX[byte & 15]!;
    }
  }

  /** A whole number from 0 to 2^53 - 1. */
  #number(value: number): void {
    let digits = 1;
    for (let limit = 10; limit <= value; limit *= 10) digits += 1;
    let rest = value;
    for (let at = this.#at + digits - 1; at >= this.#at; at--) {
      const upper = Math.floor(rest / 10);
      this.#bytes[at] = ZERO + rest - upper * 10;
      rest = upper;
    }
    this.#at += digits;
  }

  #text(from: Uint8Array, at: number, length: number): void {
    for (let i = 0; i < length; i++) {
      const byte = from[at + i]!;
      if (byte >= 0x20 && byte !== 0x22 && byte !== 0x5c) this.#bytes[this.#at++] = byte;
      else this.#put(ascii(JSON.stringify(String.fromCharCode(byte)).slice(1, -1)));
    }
  }
}
