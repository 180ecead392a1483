import type { ByteReader, ByteWriter } from "./bytes.ts";
import { DecodeError } from "./decode_error.ts";

/** SPEC 2: no frame is longer than this, its 2-byte length included. */
export const MAX_FRAME_BYTES = 250;
/** SPEC 2: exchanges that one connection carries before the host closes it. */
export const MAX_EXCHANGES = 16;
/** SPEC 2: a connection lives no longer than this, in milliseconds. */
export const CONNECTION_LIFE_MS = 10_000;
export const DEFAULT_PORT = 1688;
/** SPEC 2: the service label of DNS SRV records. */
export const SRV_LABEL = "_volact._tcp";

export const VERSION = 1;

/** The type byte of each frame (01 to 05) and certificate (10, 11 hex). */
export const Type = {
  request: 0x01,
  reply: 0x02,
  certificateRequest: 0x03,
  certificateReply: 0x04,
  error: 0x05,
  hostCertificate: 0x10,
  authorityCertificate: 0x11,
} as const;
export type Type = typeof Type[keyof typeof Type];

const LENGTH_BYTES = 2;
const SHORTEST_BODY = 2; // a type and a version

/** Writes the three fields that open every frame. */
export function writeFrameHead(writer: ByteWriter, totalBytes: number, type: Type): ByteWriter {
  return writer.u16(totalBytes - LENGTH_BYTES).u8(type).u8(VERSION);
}

/** Reads and checks the three fields that open every frame. Throws DecodeError. */
export function readFrameHead(reader: ByteReader, totalBytes: number, type: Type, what: string): void {
  const length = reader.u16();
  if (length !== totalBytes - LENGTH_BYTES) {
    throw new DecodeError(
      what,
      "length",
      `its length field says ${length}, but ${totalBytes - LENGTH_BYTES} bytes follow`,
    );
  }
  readTypeAndVersion(reader, type, what);
}

/** Reads and checks a type and a version byte. Throws DecodeError. */
export function readTypeAndVersion(reader: ByteReader, type: Type, what: string): void {
  const gotType = reader.u8();
  if (gotType !== type) throw new DecodeError(what, "type", `expected type ${type}, got ${gotType}`);
  const version = reader.u8();
  if (version !== VERSION) {
    throw new DecodeError(what, "version", `expected version ${VERSION}, got ${version}`);
  }
}

/** The type byte of a whole frame, whatever it is; undefined where the frame is too short to have one. */
export function frameType(frame: Uint8Array): number | undefined {
  return frame[LENGTH_BYTES];
}

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * Cuts a stream of bytes into frames. Where next() is called until it gives no more, it holds at most one unfinished frame, and refuses
 * one that is too long as soon as it has read its length.
 */
export class FrameReader {
  #rest = NOTHING;

  /** True while a frame has begun and not ended. */
  get unfinished(): boolean {
    return this.#rest.length > 0;
  }

  /** Takes a copy of the next bytes of the stream. */
  add(chunk: Uint8Array): void {
    const whole = new Uint8Array(this.#rest.length + chunk.length);
    whole.set(this.#rest);
    whole.set(chunk, this.#rest.length);
    this.#rest = whole;
  }

  /** The next frame; undefined until it is whole. Throws DecodeError after which the stream is of no use. */
  next(): Uint8Array | undefined {
    const size = frameSize(this.#rest);
    if (size === undefined || size > this.#rest.length) return undefined;
    const frame = this.#rest.subarray(0, size);
    this.#rest = size < this.#rest.length ? this.#rest.subarray(size) : NOTHING;
    return frame;
  }
}

/** Bytes of the frame that begins here, or undefined until its length field is there. */
function frameSize(buffer: Uint8Array): number | undefined {
  if (buffer.length < LENGTH_BYTES) return undefined;
  const body = buffer[0]! * 256 + buffer[1]!;
  if (body > MAX_FRAME_BYTES - LENGTH_BYTES || body < SHORTEST_BODY) {
    throw new DecodeError(
      "frame",
      "length",
      `its length field says ${body}, allowed are ${SHORTEST_BODY} to ${MAX_FRAME_BYTES - LENGTH_BYTES}`,
    );
  }
  return body + LENGTH_BYTES;
}
