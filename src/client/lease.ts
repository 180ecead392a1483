import * as v from "valibot";
import { hardwareMatches } from "../crypto/hardware.ts";
import { equalBytes, fromBase64Url, fromHex, toBase64Url } from "../protocol/bytes.ts";
import { parseValue } from "../protocol/json.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { decodeRequest } from "../protocol/request.ts";
import { checkReply, type ExchangeFrames } from "./check.ts";
import { CLOCK_TOLERANCE_SECONDS } from "../policy/decide.ts";

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

/** Throws DecodeError. */
export function decodeLease(value: unknown): ExchangeFrames {
  const what = "lease.json";
  const lease = parseValue(leaseSchema, value, what);
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
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The highest time ever seen, milliseconds since 1970. */
  readonly highestTime: number;
}

export type LeaseStanding =
  | {
    readonly kind: "holds" | "ended";
    readonly issued: number;
    readonly ends: number;
    readonly renewAfter: number;
  }
  | { readonly kind: "forged" | "otherComputer" | "otherProduct" | "clockBack"; readonly reason: string };

/**
 * Verifies a stored lease offline (SPEC 9.3): signatures without "now", this computer's hardware, and the clock against the highest
 * time seen, of which the reply's own is one. Times are milliseconds since 1970. Throws DecodeError where the stored request is none.
 */
export function leaseStanding(frames: ExchangeFrames, context: LeaseContext): LeaseStanding {
  const request = decodeRequest(frames.request);
  if (!equalBytes(request.productId, fromHex(context.product.id, 16, "product ID"))) {
    return { kind: "otherProduct", reason: "the lease is for another product" };
  }
  const checked = checkReply(frames, { roots: context.roots, product: context.product, now: undefined });
  if (checked.kind === "fault") return { kind: "forged", reason: checked.reason };
  if (checked.kind === "refused") return { kind: "forged", reason: "the stored reply is a refusal" };
  if (checked.validity === 0) {
    return { kind: "forged", reason: "the stored reply answers a probe, which grants nothing" };
  }
  if (!hardwareMatches(request.hardware, context.hardware)) {
    return {
      kind: "otherComputer",
      reason: "fewer than three of four hardware components are those of the lease",
    };
  }
  const issued = checked.reply.issued * 1000;
  if (context.now < Math.max(context.highestTime, issued) - CLOCK_TOLERANCE_SECONDS * 1000) {
    return { kind: "clockBack", reason: "the clock is behind a time that was seen before" };
  }
  const ends = issued + checked.validity * 60_000;
  const renewAfter = issued + checked.reply.renewalInterval * 60_000;
  return { kind: context.now < ends ? "holds" : "ended", issued, ends, renewAfter };
}
