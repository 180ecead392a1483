import { type CheckContext, checkReply, type ExchangeFrames } from "../../../src/client/check.ts";
import { encodeAuthorityCertificate } from "../../../src/protocol/authority_certificate.ts";
import { encodeRequest } from "../../../src/protocol/request.ts";
import { sampleProduct } from "../samples/sample_licence.ts";
import {
  authorityBytes,
  NOW,
  rootPublicKeys,
  sampleRequest,
  signedAuthority,
  signedReply,
} from "../samples/samples.ts";

export const request = encodeRequest(sampleRequest());

/** The frames of a sound exchange, but for `changes`. */
export function framesWith(changes: Partial<ExchangeFrames> = {}): ExchangeFrames {
  return { request, reply: signedReply(), authorityCertificate: authorityBytes, ...changes };
}

/** Checks frames as a client of the sample publisher would; `now` in seconds since 1970. */
export function check(
  frames: ExchangeFrames,
  now: number | undefined = NOW,
  product = sampleProduct(),
  licensed: CheckContext["licensed"] = signedAuthority(),
) {
  return checkReply(frames, {
    roots: rootPublicKeys,
    product,
    licensed,
    now: now === undefined ? undefined : now * 1000,
  });
}

/** The bytes of an authority certificate, but for changes. */
export const authorityWith = (...args: Parameters<typeof signedAuthority>) =>
  encodeAuthorityCertificate(signedAuthority(...args));
