import { DecodeError } from "../protocol/decode_error.ts";
import { type DnsName, nameOf } from "./name.ts";

const HEADER_BYTES = 12;
/** A name has no more labels than this, so more pointers than this only keep a reader busy. */
const MOST_POINTERS = 127;

/** Reads a DNS message from its first byte. Whatever runs over the end throws DecodeError. */
export class MessageReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  /** Reading stops here: the end of the message, or of the record's data. */
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
  }

  /** How many bytes have been read. */
  get at(): number {
    return this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  u48(): number {
    return this.u16() * 0x1_0000_0000 + this.u32();
  }

  /** A copy of the next `length` bytes. */
  raw(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#take(length);
    return new Uint8Array(this.#bytes.subarray(at, at + length));
  }

  /** A copy of all that is left. */
  rest(): Uint8Array<ArrayBuffer> {
    return this.raw(this.#end - this.#at);
  }

  /** What `read` makes of the next `length` bytes, which it must use up. */
  within<T>(length: number, read: () => T): T {
    const after = this.#end;
    this.#end = this.#take(length) + length;
    this.#at = this.#end - length;
    const value = read();
    this.done();
    this.#end = after;
    return value;
  }

  /** Whether all is read, of the message or of the record's data. */
  get ended(): boolean {
    return this.#at === this.#end;
  }

  /** Throws DecodeError where something is left. */
  done(): void {
    if (this.ended) return;
    throw new DecodeError("DNS message", "length", `${this.#end - this.#at} bytes follow what it announces`);
  }

  /** A name, compressed or not (RFC 1035, 4.1.4). */
  name(): DnsName {
    const labels: Uint8Array[] = [];
    let pointer = this.#labels(labels);
    const after = this.#at;
    const end = this.#end;
    this.#end = this.#bytes.length;
    for (let hops = 1; pointer !== undefined; hops++) {
      if (hops > MOST_POINTERS) throw new DecodeError("DNS name", "range", "too many pointers");
      this.#at = pointer;
      pointer = this.#labels(labels);
    }
    this.#at = after;
    this.#end = end;
    return nameOf(labels);
  }

  /** Reads labels up to the final 0, or up to a pointer, which it returns. Pointers lead back only: so none of them runs in a loop. */
  #labels(labels: Uint8Array[]): number | undefined {
    const start = this.#at;
    while (true) {
      const length = this.u8();
      if (length === 0) return undefined;
      if (length >= 0xc0) return pointerBefore(start, (length & 0x3f) << 8 | this.u8());
      if (length > 63) throw new DecodeError("DNS name", "type", "a label of an unknown kind");
      if (labels.push(this.raw(length)) > MOST_POINTERS) {
        throw new DecodeError("DNS name", "length", "too many labels");
      }
    }
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.#end - at) {
      throw new DecodeError("DNS message", "length", `expected ${length} bytes more, got ${this.#end - at}`);
    }
    this.#at += length;
    return at;
  }
}

function pointerBefore(start: number, pointer: number): number {
  if (pointer >= HEADER_BYTES && pointer < start) return pointer;
  throw new DecodeError("DNS name", "range", "a pointer that does not lead back to an earlier name");
}
