import type { ExchangeFrames } from "../../../src/client/check.ts";
import { encodeLease } from "../../../src/client/lease.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import { hardwareIdentity } from "../../../src/crypto/hardware.ts";
import { authorityBytes, sampleRequest, signedHost, signedReply } from "./samples.ts";

/** All four: with one absent, what is not read could not be told from what is not there. */
export const leaseComponents = {
  system: "lease-system",
  board: "lease-board",
  disk: "lease-disk",
  network: "lease-network",
};
export const leaseHardware = hardwareIdentity(leaseComponents);

/** The frames of a lease of the example's publisher, for the computer of `leaseComponents` unless told otherwise. */
export function leaseFrames(
  requestChanges: Partial<ActivationRequest> = {},
  replyChanges: Parameters<typeof signedReply>[0] = {},
  certificate: Parameters<typeof signedReply>[1] = signedHost(),
): ExchangeFrames {
  const request = encodeRequest(sampleRequest({ hardware: leaseHardware, ...requestChanges }));
  return {
    request,
    reply: signedReply(replyChanges, certificate, request),
    authorityCertificate: authorityBytes,
  };
}

/** lease.json, as a client writes it. */
export function leaseText(frames: ExchangeFrames): string {
  return JSON.stringify(encodeLease(frames), null, 2) + "\n";
}
