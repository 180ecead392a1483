import * as v from "valibot";

/** Bodies of the activation service's two calls (SPEC 15), JSON over HTTP. Byte strings are base64url without padding. */

export const CHALLENGE_PATH = "/v1/challenge";
export const ACTIVATE_PATH = "/v1/activate";

const bytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/), v.maxLength(200));
const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));

export const challengeSchema = v.object({ challenge: bytes });

export const activateRequestSchema = v.object({
  /** Serial of the host's product key. */
  serial: uint32,
  /** 8 bytes. */
  hardware: bytes,
  /** 32 bytes. */
  publicKey: bytes,
  challenge: bytes,
  /** HMAC-SHA-256 with the product key's secret: the secret itself is never sent. */
  proof: bytes,
  /** The host key's, in the domain VA1-hostreq. */
  signature: bytes,
});
export type ActivateRequest = v.InferOutput<typeof activateRequestSchema>;

export const activateReplySchema = v.object({
  /** 132 bytes. */
  certificate: bytes,
  /** 190 bytes. */
  authorityCertificate: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/), v.maxLength(300)),
  /** The publisher's current licence file, whole. */
  licenceFile: v.pipe(v.string(), v.maxLength(1_000_000)),
});
export type ActivateReply = v.InferOutput<typeof activateReplySchema>;

export const serviceErrorSchema = v.object({
  error: v.object({ code: v.nullable(uint32), message: v.pipe(v.string(), v.maxLength(1000)) }),
});
