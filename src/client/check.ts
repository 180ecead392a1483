import {
  authorityCertificateFault,
  authorityKeyId,
  type CertificateFault,
  coversGroup,
  dateFault,
  describeCertificateFault,
  hostCertificateFault,
  isDistrusted,
} from "../crypto/certificates.ts";
import { verifyReply } from "../crypto/reply_signature.ts";
import { type AuthorityCertificate, decodeAuthorityCertificate } from "../protocol/authority_certificate.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { decodeReply, type Reply } from "../protocol/reply.ts";
import { CLOCK_TOLERANCE_SECONDS } from "../policy/clock_tolerance.ts";
import { DecodeError } from "../protocol/decode_error.ts";

/** No lease holds longer than this, whatever a reply says (SPEC 9, step 6). */
export const LONGEST_LEASE_MINUTES = 180 * 1440;

/** The step of SPEC 9 at which a reply failed; `result` is the signed refusal of a reply that is sound. */
export type CheckStep =
  | "format"
  | "authority"
  | "hostCertificate"
  | "signature"
  | "dates"
  | "clock"
  | "result";

export type CheckedReply =
  | { readonly kind: "sound"; readonly reply: Reply; readonly validity: number }
  | { readonly kind: "refused"; readonly reply: Reply }
  | { readonly kind: "fault"; readonly step: CheckStep; readonly code: HResult; readonly reason: string };

/** The frames of one exchange, which are also what a lease is made of. */
export interface ExchangeFrames {
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
  /** 190 bytes. */
  readonly authorityCertificate: Uint8Array;
}

export interface CheckContext {
  readonly roots: readonly Uint8Array[];
  readonly product: Product;
  /** The authority certificate of the licence file; undefined where a stored lease is checked: what was granted stands. */
  readonly licensed?: Pick<AuthorityCertificate, "minimumEpoch"> | undefined;
  /** The client's clock, milliseconds since 1970; undefined where a stored lease is checked, which leaves "now" out. */
  readonly now: number | undefined;
}

/** Checks a reply as SPEC 9 says, in its order. Throws nothing for what the frames hold. */
export function checkReply(frames: ExchangeFrames, context: CheckContext): CheckedReply {
  try {
    return checkDecoded(frames, context);
  } catch (error) {
    if (error instanceof DecodeError) return fault("format", error.message);
    throw error;
  }
}

function checkDecoded(frames: ExchangeFrames, { roots, product, licensed, now }: CheckContext): CheckedReply {
  const reply = decodeReply(frames.reply);
  const authority = decodeAuthorityCertificate(frames.authorityCertificate);
  const { certificate } = reply;
  const minutes = now === undefined ? undefined : now / 60_000;
  const dated = (dates: Parameters<typeof dateFault>[0]) =>
    minutes === undefined ? undefined : dateFault(dates, minutes);

  const authorityFault = authorityCertificateFault(authority, roots) ?? dated(authority) ??
    (authorityKeyId(authority.publicKey) === certificate.authorityKeyId ? undefined : "anotherAuthority") ??
    (licensed !== undefined && isDistrusted(authority, licensed) ? "distrusted" : undefined);
  if (authorityFault !== undefined) {
    return certificateFault("authority", authorityFault);
  }
  const hostFault = hostCertificateFault(certificate, authority) ?? dated(certificate);
  if (hostFault !== undefined) {
    return certificateFault("hostCertificate", hostFault);
  }
  if (reply.result === HResult.activated && !coversGroup(certificate, product.group)) {
    return fault(
      "hostCertificate",
      `host certificate: it does not cover ${product.name}`,
      HResult.productNotServed,
    );
  }
  if (!verifyReply(frames.reply, frames.request, certificate.publicKey)) {
    return fault("signature", "the reply's signature is not the host's over this request");
  }
  if ([authority, certificate].some((dates) => dateFault(dates, reply.issued / 60) !== undefined)) {
    return fault("dates", "the reply was issued outside the dates of its certificates", HResult.clockOff);
  }
  if (now !== undefined && Math.abs(reply.issued - now / 1000) > CLOCK_TOLERANCE_SECONDS) {
    return fault("clock", "the clocks of client and host are more than 4 hours apart", HResult.clockOff);
  }
  if (reply.result !== HResult.activated) return { kind: "refused", reply };
  return { kind: "sound", reply, validity: Math.min(reply.validity, LONGEST_LEASE_MINUTES) };
}

/** A certificate that is not valid yet is one that this computer's slow clock cannot see the beginning of. */
function certificateFault(step: "authority" | "hostCertificate", found: CertificateFault): CheckedReply {
  const which = step === "authority" ? "authority certificate" : "host certificate";
  const code = found === "notYetValid" ? HResult.clockOff : HResult.noHostAnswered;
  return fault(step, `${which}: ${describeCertificateFault(found)}`, code);
}

function fault(step: CheckStep, reason: string, code: HResult = HResult.noHostAnswered): CheckedReply {
  return { kind: "fault", step, code, reason };
}
