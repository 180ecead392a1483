import { ByteReader, ByteWriter } from "./bytes.ts";
import { DecodeError } from "./decode_error.ts";
import { readTypeAndVersion, Type, VERSION } from "./frame.ts";

/** What two publisher roots say of an authority key (SPEC 6). */
export interface AuthorityCertificate {
  readonly serial: number;
  /** Product groups that the authority may grant, a bit mask. */
  readonly groups: number;
  /** Host certificates of an older epoch are refused. */
  readonly minimumEpoch: number;
  /** Epoch minutes. */
  readonly notBefore: number;
  /** Epoch minutes. */
  readonly notAfter: number;
  /** Longest life of a host certificate, minutes. */
  readonly longestHostLife: number;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface RootSignature {
  /** 0 to 2, the root's place in the licence file. */
  readonly root: number;
  readonly signature: Uint8Array;
}

export interface SignedAuthorityCertificate extends AuthorityCertificate {
  readonly signatures: readonly [RootSignature, RootSignature];
}

export const ROOT_COUNT = 3;
export const AUTHORITY_CERTIFICATE_BODY_BYTES = 60;
export const AUTHORITY_CERTIFICATE_BYTES = 190;
const WHAT = "authority certificate";

/** The 60 bytes that each root signs. */
export function encodeAuthorityCertificateBody(certificate: AuthorityCertificate): Uint8Array<ArrayBuffer> {
  return writeBody(new ByteWriter(AUTHORITY_CERTIFICATE_BODY_BYTES), certificate).bytes;
}

/** All 190 bytes. */
export function encodeAuthorityCertificate(certificate: SignedAuthorityCertificate): Uint8Array<ArrayBuffer> {
  const writer = writeBody(new ByteWriter(AUTHORITY_CERTIFICATE_BYTES), certificate);
  for (const { root, signature } of certificate.signatures) writer.u8(root).raw(signature, 64);
  return writer.bytes;
}

/** Reads 190 bytes; verifies no signature, but refuses a root that is named twice. Throws DecodeError. */
export function decodeAuthorityCertificate(bytes: Uint8Array): SignedAuthorityCertificate {
  const reader = new ByteReader(bytes, AUTHORITY_CERTIFICATE_BYTES, WHAT);
  readTypeAndVersion(reader, Type.authorityCertificate, WHAT);
  return { ...readBody(reader), signatures: readSignatures(reader) };
}

function writeBody(writer: ByteWriter, certificate: AuthorityCertificate): ByteWriter {
  return writer
    .u8(Type.authorityCertificate)
    .u8(VERSION)
    .u32(certificate.serial)
    .u32(certificate.groups)
    .u32(certificate.minimumEpoch)
    .u32(certificate.notBefore)
    .u32(certificate.notAfter)
    .u32(certificate.longestHostLife)
    .u16(0)
    .raw(certificate.publicKey, 32);
}

function readBody(reader: ByteReader): AuthorityCertificate {
  const limits = {
    serial: reader.u32(),
    groups: reader.u32(),
    minimumEpoch: reader.u32(),
    notBefore: reader.u32(),
    notAfter: reader.u32(),
    longestHostLife: reader.u32(),
  };
  const reserved = reader.u16();
  if (reserved !== 0) throw new DecodeError(WHAT, "reserved", `its reserved bytes are ${reserved}`);
  return { ...limits, publicKey: reader.raw(32) };
}

function readSignatures(reader: ByteReader): [RootSignature, RootSignature] {
  const first = { root: reader.u8(), signature: reader.raw(64) };
  const second = { root: reader.u8(), signature: reader.raw(64) };
  for (const { root } of [first, second]) {
    if (root >= ROOT_COUNT) throw new DecodeError(WHAT, "range", `root index is ${root}, allowed are 0 to 2`);
  }
  if (first.root === second.root) throw new DecodeError(WHAT, "range", `root ${first.root} is named twice`);
  return [first, second];
}
