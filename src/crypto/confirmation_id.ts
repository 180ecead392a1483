import { ByteReader, ByteWriter } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { SignedHostCertificate } from "../protocol/host_certificate.ts";
import { decodeDigits, type DigitLayout, encodeDigits } from "./check_digits.ts";

/** What an authority answers, on paper: those fields of the host certificate that the host does not know (SPEC 12). */
export interface ConfirmationId {
  readonly activationSequence: number;
  /** Days since 1970. */
  readonly firstDay: number;
  readonly lifetimeDays: number;
  readonly epoch: number;
  readonly groups: number;
  readonly signature: Uint8Array;
}

const VERSION = 1;
const LAYOUT: DigitLayout = { what: "Confirmation ID", bytes: 77, blocks: 31 };
const MINUTES_A_DAY = 1440;
export const CONFIRMATION_ID_BLOCKS = LAYOUT.blocks;

/** 31 blocks of seven digits, parted by hyphens. */
export function encodeConfirmationId(id: ConfirmationId): string {
  const bytes = new ByteWriter(LAYOUT.bytes)
    .u8(VERSION)
    .u16(id.activationSequence)
    .u16(id.firstDay)
    .u16(id.lifetimeDays)
    .u16(id.epoch)
    .u32(id.groups)
    .raw(id.signature, 64)
    .bytes;
  return encodeDigits(bytes, LAYOUT);
}

/** Throws DecodeError, BlockError where a digit is misread. */
export function decodeConfirmationId(text: string): ConfirmationId {
  const reader = new ByteReader(decodeDigits(text, LAYOUT), LAYOUT.bytes, LAYOUT.what);
  const version = reader.u8();
  if (version !== VERSION) {
    throw new DecodeError(LAYOUT.what, "version", `expected version 1, got ${version}`);
  }
  return {
    activationSequence: reader.u16(),
    firstDay: reader.u16(),
    lifetimeDays: reader.u16(),
    epoch: reader.u16(),
    groups: reader.u32(),
    signature: reader.raw(64),
  };
}

/** The Confirmation ID of a certificate whose dates are whole days. */
export function confirmationOf(certificate: SignedHostCertificate): ConfirmationId {
  return {
    activationSequence: certificate.activationSequence,
    firstDay: certificate.notBefore / MINUTES_A_DAY,
    lifetimeDays: (certificate.notAfter - certificate.notBefore) / MINUTES_A_DAY,
    epoch: certificate.epoch,
    groups: certificate.groups,
    signature: certificate.signature,
  };
}

/** The certificate that the authority signed, from what the host knows of itself and the Confirmation ID. Not yet verified. */
export function rebuildCertificate(
  id: ConfirmationId,
  host: Pick<SignedHostCertificate, "authorityKeyId" | "serial" | "hardware" | "publicKey">,
): SignedHostCertificate {
  const notBefore = id.firstDay * MINUTES_A_DAY;
  return {
    authorityKeyId: host.authorityKeyId,
    serial: host.serial,
    activationSequence: id.activationSequence,
    groups: id.groups,
    epoch: id.epoch,
    notBefore,
    notAfter: notBefore + id.lifetimeDays * MINUTES_A_DAY,
    hardware: host.hardware,
    publicKey: host.publicKey,
    signature: id.signature,
  };
}
