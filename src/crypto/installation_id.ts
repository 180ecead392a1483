import { ByteReader, ByteWriter, concat } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { decodeDigits, type DigitLayout, encodeDigits } from "./check_digits.ts";
import { equalSecrets, hmacSha256 } from "./hash.ts";

/** What a host asks its authority for, on paper (SPEC 11). */
export interface InstallationId {
  /** Serial of the host's product key. */
  readonly serial: number;
  /** 8 bytes; proves that the host has the product key. */
  readonly proof: Uint8Array;
  /** Four components of 2 bytes. */
  readonly hardware: Uint8Array;
  /** The host's, 32 bytes. */
  readonly publicKey: Uint8Array;
}

const VERSION = 1;
const LAYOUT: DigitLayout = { what: "Installation ID", bytes: 53, blocks: 22 };
export const INSTALLATION_ID_BLOCKS = LAYOUT.blocks;

/** The Installation ID of a host that holds the product key's secret. */
export function createInstallationId(
  host: Omit<InstallationId, "proof">,
  secret: Uint8Array,
): InstallationId {
  return { ...host, proof: proofOf(host, secret) };
}

/** Whether the Installation ID was made by one who holds the product key's secret. */
export function verifyInstallationId(id: InstallationId, secret: Uint8Array): boolean {
  return equalSecrets(id.proof, proofOf(id, secret));
}

/** 22 blocks of seven digits, parted by hyphens. */
export function encodeInstallationId(id: InstallationId): string {
  const bytes = new ByteWriter(LAYOUT.bytes)
    .u8(VERSION).u32(id.serial).raw(id.proof, 8).raw(id.hardware, 8).raw(id.publicKey, 32).bytes;
  return encodeDigits(bytes, LAYOUT);
}

/** Throws DecodeError, BlockError where a digit is misread. */
export function decodeInstallationId(text: string): InstallationId {
  const reader = new ByteReader(decodeDigits(text, LAYOUT), LAYOUT.bytes, LAYOUT.what);
  const version = reader.u8();
  if (version !== VERSION) {
    throw new DecodeError(LAYOUT.what, "version", `expected version 1, got ${version}`);
  }
  return { serial: reader.u32(), proof: reader.raw(8), hardware: reader.raw(8), publicKey: reader.raw(32) };
}

function proofOf(host: Omit<InstallationId, "proof">, secret: Uint8Array): Uint8Array {
  const serial = new ByteWriter(4).u32(host.serial).bytes;
  return hmacSha256(secret, concat(serial, host.hardware, host.publicKey)).subarray(0, 8);
}
