import { AUTHORITY_CERTIFICATE_BYTES } from "./authority_certificate.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { readFrameHead, Type, writeFrameHead } from "./frame.ts";

const REQUEST_BYTES = 8;
const REPLY_BYTES = 4 + AUTHORITY_CERTIFICATE_BYTES;

/** The frame that asks for an authority certificate; `authorityKeyId` 0 asks for the current one (SPEC 6). */
export function encodeCertificateRequest(authorityKeyId: number): Uint8Array<ArrayBuffer> {
  return writeFrameHead(new ByteWriter(REQUEST_BYTES), REQUEST_BYTES, Type.certificateRequest).u32(
    authorityKeyId,
  ).bytes;
}

/** The authority key ID that is asked for. Throws DecodeError. */
export function decodeCertificateRequest(frame: Uint8Array): number {
  const what = "certificate request";
  const reader = new ByteReader(frame, REQUEST_BYTES, what);
  readFrameHead(reader, REQUEST_BYTES, Type.certificateRequest, what);
  return reader.u32();
}

/** `certificate`: the 190 bytes of an authority certificate. */
export function encodeCertificateReply(certificate: Uint8Array): Uint8Array<ArrayBuffer> {
  return writeFrameHead(new ByteWriter(REPLY_BYTES), REPLY_BYTES, Type.certificateReply)
    .raw(certificate, AUTHORITY_CERTIFICATE_BYTES).bytes;
}

/** The 190 bytes of the authority certificate, not yet read. Throws DecodeError. */
export function decodeCertificateReply(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const what = "certificate reply";
  const reader = new ByteReader(frame, REPLY_BYTES, what);
  readFrameHead(reader, REPLY_BYTES, Type.certificateReply, what);
  return reader.raw(AUTHORITY_CERTIFICATE_BYTES);
}
