import { ByteReader, ByteWriter } from "./bytes.ts";
import { readFrameHead, Type, writeFrameHead } from "./frame.ts";
import {
  decodeHostCertificate,
  HOST_CERTIFICATE_BYTES,
  type SignedHostCertificate,
} from "./host_certificate.ts";

/** What a host answers (SPEC 4), without its certificate and signature. */
export interface ReplyFields {
  /** HRESULT, 0 for activated. */
  readonly result: number;
  /** The host's current count of computers. */
  readonly count: number;
  /** Minutes to wait between tries until activated. */
  readonly activationInterval: number;
  /** Minutes between renewals once activated. */
  readonly renewalInterval: number;
  /** Life of the lease in minutes; 0 when the result is not 0, and for a probe. */
  readonly validity: number;
  /** The host's clock, seconds since 1970. */
  readonly issued: number;
  /** Rises by one with each reply of the host. */
  readonly sequence: number;
}

export interface Reply extends ReplyFields {
  readonly certificate: SignedHostCertificate;
  /** The host's, over `VA1-reply`, the request's SHA-256 and bytes 0 to 167. */
  readonly signature: Uint8Array;
}

export const REPLY_BYTES = 232;
export const REPLY_BODY_BYTES = REPLY_BYTES - 64;
const WHAT = "reply";

/** Bytes 0 to 167, to be signed and followed by the signature. `certificate`: 132 bytes. */
export function encodeReplyBody(fields: ReplyFields, certificate: Uint8Array): Uint8Array<ArrayBuffer> {
  return writeFrameHead(new ByteWriter(REPLY_BODY_BYTES), REPLY_BYTES, Type.reply)
    .u32(fields.result)
    .u32(fields.count)
    .u32(fields.activationInterval)
    .u32(fields.renewalInterval)
    .u32(fields.validity)
    .u64(fields.issued)
    .u32(fields.sequence)
    .raw(certificate, HOST_CERTIFICATE_BYTES)
    .bytes;
}

/** Reads a whole frame of type 02; verifies nothing. Throws DecodeError. */
export function decodeReply(frame: Uint8Array): Reply {
  const reader = new ByteReader(frame, REPLY_BYTES, WHAT);
  readFrameHead(reader, REPLY_BYTES, Type.reply, WHAT);
  return {
    result: reader.u32(),
    count: reader.u32(),
    activationInterval: reader.u32(),
    renewalInterval: reader.u32(),
    validity: reader.u32(),
    issued: reader.u64(),
    sequence: reader.u32(),
    certificate: decodeHostCertificate(reader.raw(HOST_CERTIFICATE_BYTES)),
    signature: reader.raw(64),
  };
}
