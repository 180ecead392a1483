import { MAX_NAME_BYTES } from "../protocol/machine_name.ts";
import { AT, FLAG, ID_BYTES, LICENCE_STATE_SHIFT, nibbleOf, type PackedRecord } from "./packed_record.ts";
import { BEFORE, END, FALSE, TRUE } from "./line_parts.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MOST_DIGITS = 15;

/**
 * Reads lines that LineBuffer wrote back into packed records, without a string between. What is written otherwise, though it may be the
 * same in JSON, is left to a reader of JSON.
 */
export class LineReader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #failed = false;

  /** Reads the line from byte `from` to before `to`, its newline included. False where it is not as LineBuffer writes them. */
  read(bytes: Uint8Array, from: number, to: number, into: PackedRecord): boolean {
    into.overwritten();
    this.#bytes = bytes;
    this.#at = from;
    this.#failed = false;
    this.#record(into);
    return !this.#failed && this.#at === to;
  }

  #record(into: PackedRecord): void {
    const { view, bytes } = into;
    this.#id(BEFORE.machineId, bytes, AT.machineId);
    this.#id(BEFORE.hardware, bytes, AT.hardware);
    this.#name(bytes);
    this.#id(BEFORE.productId, bytes, AT.productId);
    let flags = this.#flag(BEFORE.virtual, FLAG.virtual);
    flags |= this.#flag(BEFORE.ephemeral, FLAG.ephemeral);
    flags |= this.#flag(BEFORE.counted, FLAG.counted);
    bytes[AT.flags] = flags | this.#number(BEFORE.licenceState, 5) << LICENCE_STATE_SHIFT;
    view.setUint32(AT.minutesLeft, this.#number(BEFORE.minutesLeft, 0xffff_ffff), true);
    view.setUint32(AT.result, this.#number(BEFORE.result, 0xffff_ffff), true);
    view.setFloat64(AT.firstSeen, this.#number(BEFORE.firstSeen), true);
    view.setFloat64(AT.lastSeen, this.#number(BEFORE.lastSeen), true);
    const isHeld = this.#bytes[this.#at] === BEFORE.heldFrom[0];
    view.setFloat64(AT.heldFrom, isHeld ? this.#number(BEFORE.heldFrom) : NaN, true);
    this.#text(END);
  }

  #text(text: Uint8Array): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < text.length; i++) if (bytes[at++] !== text[i]) this.#failed = true;
    this.#at = at;
  }

  #id(before: Uint8Array, into: Uint8Array, to: number): void {
    this.#text(before);
    const bytes = this.#bytes;
    let at = this.#at;
    let wrong = 0;
    for (let i = 0; i < ID_BYTES; i++) {
      const high = nibbleOf(bytes[at++]!);
      const low = nibbleOf(bytes[at++]!);
      wrong |= high | low;
      into[to + i] = high << 4 | low;
    }
    if (wrong > 0xf) this.#failed = true;
    this.#at = at;
  }

  #name(into: Uint8Array): void {
    this.#text(BEFORE.name);
    const bytes = this.#bytes;
    let length = 0;
    for (; length <= MAX_NAME_BYTES; length++) {
      const byte = bytes[this.#at + length]!;
      if (byte === QUOTE) break;
      if (!(byte >= 0x20) || byte === BACKSLASH) this.#failed = true; // not even a byte behind the end
      if (length < MAX_NAME_BYTES) into[AT.name + length] = byte;
    }
    if (length > MAX_NAME_BYTES) this.#failed = true;
    into[AT.nameBytes] = length;
    this.#at += length;
  }

  #flag(before: Uint8Array, flag: number): number {
    this.#text(before);
    const isTrue = this.#bytes[this.#at] === TRUE[0];
    this.#text(isTrue ? TRUE : FALSE);
    return isTrue ? flag : 0;
  }

  #number(before: Uint8Array, most = Infinity): number {
    this.#text(before);
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let value = 0;
    for (let digit = 0; (digit = bytes[at]! - 0x30) >= 0 && digit <= 9; at++) value = value * 10 + digit;
    const digits = at - from;
    if (digits === 0 || digits > MOST_DIGITS || value > most || (digits > 1 && bytes[from] === 0x30)) {
      this.#failed = true;
    }
    this.#at = at;
    return value;
  }
}
