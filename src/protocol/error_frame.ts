import { ByteReader, ByteWriter } from "./bytes.ts";
import { readFrameHead, Type, writeFrameHead } from "./frame.ts";

const BYTES = 8;

/** SPEC 7: unsigned, so only advice to the one who reads it. */
export function encodeErrorFrame(result: number): Uint8Array<ArrayBuffer> {
  return writeFrameHead(new ByteWriter(BYTES), BYTES, Type.error).u32(result).bytes;
}

/** The HRESULT. Throws DecodeError. */
export function decodeErrorFrame(frame: Uint8Array): number {
  const what = "error frame";
  const reader = new ByteReader(frame, BYTES, what);
  readFrameHead(reader, BYTES, Type.error, what);
  return reader.u32();
}
