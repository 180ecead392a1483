import { DecodeError } from "./decode_error.ts";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Of the engine, where it has one: Node has it from 25 on. */
const nativeToHex = Uint8Array.prototype.toHex as Uint8Array["toHex"] | undefined;

/** Lower-case hexadecimal, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  if (nativeToHex !== undefined) return nativeToHex.call(bytes);
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i]!];
  return text;
}

/** The bytes of `length * 2` hexadecimal digits, either case. Throws DecodeError. */
export function fromHex(text: string, length: number, what: string): Uint8Array {
  if (text.length !== length * 2) {
    throw new DecodeError(
      what,
      "length",
      `expected ${length * 2} hexadecimal digits, got ${text.length} characters`,
    );
  }
  if (!/^[0-9a-f]*$/i.test(text)) throw new DecodeError(what, "text", "not hexadecimal");
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Base64url (RFC 4648, section 5) without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of canonical, unpadded base64url: padding, other characters and stray bits are refused. Throws DecodeError. */
export function fromBase64Url(text: string, what: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new DecodeError(what, "text", "not base64url without padding");
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  if (toBase64Url(bytes) !== text) {
    throw new DecodeError(what, "text", "base64url with stray bits at its end");
  }
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Writes big-endian integers and byte strings into a buffer of the exact size of the value. Throws RangeError for an integer that does not fit. */
export class ByteWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  u8(value: number): this {
    this.#view.setUint8(this.#at, fitting(value, 0xff));
    this.#at += 1;
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, fitting(value, 0xffff));
    this.#at += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, fitting(value, 0xffffffff));
    this.#at += 4;
    return this;
  }

  /** `value` is a whole number from 0 to 2^53 - 1. */
  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(fitting(value, Number.MAX_SAFE_INTEGER)));
    this.#at += 8;
    return this;
  }

  /** `bytes` must have the length that the layout gives: a shorter one is a bug, not bad input. */
  raw(bytes: Uint8Array, length: number): this {
    if (bytes.length !== length) {
      throw new RangeError(`expected ${length} bytes to write, got ${bytes.length}`);
    }
    this.bytes.set(bytes, this.#at);
    this.#at += length;
    return this;
  }
}

function fitting(value: number, most: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new RangeError(`expected a whole number from 0 to ${most} to write, got ${value}`);
}

/** The same bytes, without a copy, and never as a Buffer, which is another thing to compare and to print. */
export function plainView(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Reads what ByteWriter writes. The caller has checked the whole length before, so no read can run over the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  /** Throws DecodeError unless `bytes` has exactly `size` bytes. */
  constructor(bytes: Uint8Array, size: number, what: string) {
    if (bytes.length !== size) {
      throw new DecodeError(what, "length", `expected ${size} bytes, got ${bytes.length}`);
    }
    this.#bytes = plainView(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    this.#at += 1;
    return this.#view.getUint8(this.#at - 1);
  }

  u16(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2);
  }

  u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }

  /** A value above 2^53 comes out rounded: as a time it is absurd either way. */
  u64(): number {
    this.#at += 8;
    return Number(this.#view.getBigUint64(this.#at - 8));
  }

  /** A copy of the next `length` bytes. */
  raw(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.view(length)); // slice() of a Buffer is no copy
  }

  /** The next `length` bytes where they are, none behind the end. A buffer of their own takes the engine longer than all else that is read of a request. */
  view(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
