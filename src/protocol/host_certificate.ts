import { ByteReader, ByteWriter } from "./bytes.ts";
import { readTypeAndVersion, Type, VERSION } from "./frame.ts";

/** What an authority says of a host (SPEC 5). Offsets below are those of the certificate itself. */
export interface HostCertificate {
  /** First 4 bytes of SHA-256 of the authority's public key. */
  readonly authorityKeyId: number;
  /** Serial of the host's product key. */
  readonly serial: number;
  /** 1 for the host's first activation, then rising. */
  readonly activationSequence: number;
  /** Product groups that the host may activate, a bit mask. */
  readonly groups: number;
  readonly epoch: number;
  /** Epoch minutes. */
  readonly notBefore: number;
  /** Epoch minutes. */
  readonly notAfter: number;
  /** Four components of 2 bytes. */
  readonly hardware: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface SignedHostCertificate extends HostCertificate {
  /** The authority's, over `VA1-hostcert` and the first 68 bytes. */
  readonly signature: Uint8Array;
}

export const HOST_CERTIFICATE_BODY_BYTES = 68;
export const HOST_CERTIFICATE_BYTES = 132;

/** The 68 bytes that the authority signs. */
export function encodeHostCertificateBody(certificate: HostCertificate): Uint8Array<ArrayBuffer> {
  return writeBody(new ByteWriter(HOST_CERTIFICATE_BODY_BYTES), certificate).bytes;
}

/** All 132 bytes. */
export function encodeHostCertificate(certificate: SignedHostCertificate): Uint8Array<ArrayBuffer> {
  return writeBody(new ByteWriter(HOST_CERTIFICATE_BYTES), certificate).raw(certificate.signature, 64).bytes;
}

/** Reads 132 bytes; verifies nothing. Throws DecodeError. */
export function decodeHostCertificate(bytes: Uint8Array): SignedHostCertificate {
  const what = "host certificate";
  const reader = new ByteReader(bytes, HOST_CERTIFICATE_BYTES, what);
  readTypeAndVersion(reader, Type.hostCertificate, what);
  return {
    authorityKeyId: reader.u32(),
    serial: reader.u32(),
    activationSequence: reader.u16(),
    groups: reader.u32(),
    epoch: reader.u32(),
    notBefore: reader.u32(),
    notAfter: reader.u32(),
    hardware: reader.raw(8),
    publicKey: reader.raw(32),
    signature: reader.raw(64),
  };
}

function writeBody(writer: ByteWriter, certificate: HostCertificate): ByteWriter {
  return writer
    .u8(Type.hostCertificate)
    .u8(VERSION)
    .u32(certificate.authorityKeyId)
    .u32(certificate.serial)
    .u16(certificate.activationSequence)
    .u32(certificate.groups)
    .u32(certificate.epoch)
    .u32(certificate.notBefore)
    .u32(certificate.notAfter)
    .raw(certificate.hardware, 8)
    .raw(certificate.publicKey, 32);
}
