import * as v from "valibot";
import { hardwareMatches } from "../crypto/hardware.ts";
import { equalBytes, fromBase64Url, fromHex, toBase64Url } from "../protocol/bytes.ts";
import { renewalAfter } from "../policy/renewal.ts";
import { parseKept } from "../policy/kept_format.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { decodeRequest } from "../protocol/request.ts";
import { checkReply, type ExchangeFrames } from "./check.ts";

const MINUTE_MS = 60_000;

/** lease.json: the frames of the exchange that activated, in base64url. Anybody can verify it offline with the licence file. */
const leaseSchema = v.strictObject({
  format: v.literal(1),
  request: v.string(),
  reply: v.string(),
  authorityCertificate: v.string(),
});

export function encodeLease(frames: ExchangeFrames): v.InferOutput<typeof leaseSchema> {
  return {
    format: 1,
    request: toBase64Url(frames.request),
    reply: toBase64Url(frames.reply),
    authorityCertificate: toBase64Url(frames.authorityCertificate),
  };
}

/** Throws DecodeError, or NewerFormat. */
export function decodeLease(value: unknown): ExchangeFrames {
  const what = "lease.json";
  const lease = parseKept(leaseSchema, value, what);
  return {
    request: fromBase64Url(lease.request, what),
    reply: fromBase64Url(lease.reply, what),
    authorityCertificate: fromBase64Url(lease.authorityCertificate, what),
  };
}

export interface LeaseContext {
  readonly roots: readonly Uint8Array[];
  readonly product: Product;
  /** This computer's, 16 bytes. */
  readonly hardware: Uint8Array;
}

/** From when to when a lease holds, and when it is to be renewed; milliseconds since 1970. */
export interface LeaseTimes {
  readonly issued: number;
  readonly ends: number;
  readonly renewAfter: number;
}

/** A stored lease, the clock left aside. */
export type VerifiedLease =
  | { readonly kind: "sound" | "otherComputer"; readonly times: LeaseTimes }
  | { readonly kind: "forged" | "otherProduct"; readonly reason: string };

export type LeaseStanding =
  | { readonly kind: "holds" | "ended" } & LeaseTimes
  | { readonly kind: "forged" | "otherComputer" | "otherProduct" | "clockBack"; readonly reason: string };

/**
 * Verifies a stored lease offline (SPEC 9.3): signatures without "now", product, and this computer's hardware. Throws DecodeError
 * where the stored request is none.
 */
export function verifyLease(
  frames: ExchangeFrames,
  { roots, product, hardware }: LeaseContext,
): VerifiedLease {
  const request = decodeRequest(frames.request);
  if (!equalBytes(request.productId, fromHex(product.id, 16, "product ID"))) {
    return { kind: "otherProduct", reason: "the lease is for another product" };
  }
  const checked = checkReply(frames, { roots, product, now: undefined });
  if (checked.kind === "fault") return { kind: "forged", reason: checked.reason };
  if (checked.kind === "refused") return { kind: "forged", reason: "the stored reply is a refusal" };
  if (checked.validity === 0) {
    return { kind: "forged", reason: "the stored reply answers a probe, which grants nothing" };
  }
  const issued = checked.reply.issued * 1000;
  const ends = issued + checked.validity * MINUTE_MS;
  const renewAfter = renewalAfter({ issued, ends }, checked.reply.renewalInterval);
  const ours = hardwareMatches(request.hardware, hardware);
  return { kind: ours ? "sound" : "otherComputer", times: { issued, ends, renewAfter } };
}

/** How a lease stands at `now`; `inDoubt`: the clock is not to be believed. Times are milliseconds since 1970. */
export function leaseStanding(lease: VerifiedLease, now: number, inDoubt: boolean): LeaseStanding {
  if ("reason" in lease) return lease;
  if (lease.kind === "otherComputer") {
    return {
      kind: lease.kind,
      reason: "fewer than three of four hardware components are those of the lease",
    };
  }
  if (inDoubt) return { kind: "clockBack", reason: "the clock is behind a time that was seen before" };
  return { kind: now < lease.times.ends ? "holds" : "ended", ...lease.times };
}
