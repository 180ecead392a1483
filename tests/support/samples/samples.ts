import {
  type AuthorityCertificate,
  encodeAuthorityCertificate,
  type SignedAuthorityCertificate,
} from "../../../src/protocol/authority_certificate.ts";
import {
  encodeHostCertificate,
  type HostCertificate,
  type SignedHostCertificate,
} from "../../../src/protocol/host_certificate.ts";
import { encodeReplyBody, type ReplyFields } from "../../../src/protocol/reply.ts";
import { type ActivationRequest, encodeRequest } from "../../../src/protocol/request.ts";
import {
  authorityKeyId,
  signAuthorityCertificate,
  signHostCertificate,
} from "../../../src/crypto/certificates.ts";
import { SigningKey } from "../../../src/crypto/ed25519.ts";
import { hardwareIdentity, hostHardware } from "../../../src/crypto/hardware.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { signReply } from "../../../src/crypto/reply_signature.ts";

/** The first `length` bytes of SHA-256 of `VA1 example ` and a name: the published source of all that looks random in the examples. */
export function exampleBytes(name: string, length = 32): Uint8Array<ArrayBuffer> {
  return sha256(new TextEncoder().encode(`VA1 example ${name}`)).slice(0, length);
}

export function exampleKey(name: string): SigningKey {
  return SigningKey.fromSeed(exampleBytes(name));
}

export const rootKeys = [exampleKey("root 0"), exampleKey("root 1"), exampleKey("root 2")] as const;
export const rootPublicKeys = rootKeys.map((key) => key.publicKey);
export const authorityKey = exampleKey("authority");
export const hostKey = exampleKey("host");
/** A key that nobody trusts. */
export const strangerKey = exampleKey("stranger");

export const hostKeySecret = exampleBytes("host product key secret", 8);
export const HOST_SERIAL = 1001;

/** Seconds since 1970 of an ISO 8601 time. */
export const seconds = (time: string) => Date.parse(time) / 1000;
/** Minutes since 1970 of an ISO 8601 time. */
export const minutes = (time: string) => seconds(time) / 60;

/** The host's clock in the worked example. */
export const NOW = seconds("2026-01-15T10:00:00Z");

export const clientHardware = hardwareIdentity({
  system: "example-system-1",
  board: "example-board-1",
  disk: "example-disk-1",
  network: undefined,
});

export function sampleRequest(changes: Partial<ActivationRequest> = {}): ActivationRequest {
  return {
    virtual: false,
    renewal: false,
    probe: false,
    ephemeral: false,
    licenceState: 2,
    minutesLeft: 43_000,
    clientTime: NOW + 30,
    machineId: exampleBytes("machine ID", 16),
    hardware: clientHardware,
    productId: exampleBytes("product Editor", 16),
    nonce: exampleBytes("nonce", 16),
    highestEpoch: 1,
    authorityKeyId: 0,
    name: "büro-07",
    ...changes,
  };
}

export function sampleAuthority(changes: Partial<AuthorityCertificate> = {}): AuthorityCertificate {
  return {
    serial: 7,
    groups: 0b11,
    minimumEpoch: 1,
    notBefore: minutes("2026-01-01T00:00Z"),
    notAfter: minutes("2028-01-01T00:00Z"),
    longestHostLife: 366 * 1440,
    publicKey: authorityKey.publicKey,
    ...changes,
  };
}

/** Signed by the two roots of the given places. */
export function signedAuthority(
  changes: Partial<AuthorityCertificate> = {},
  [first, second]: readonly [0 | 1 | 2, 0 | 1 | 2] = [0, 2],
): SignedAuthorityCertificate {
  return signAuthorityCertificate(sampleAuthority(changes), [
    { root: first, key: rootKeys[first] },
    { root: second, key: rootKeys[second] },
  ]);
}

export const authorityBytes = encodeAuthorityCertificate(signedAuthority());

export function sampleHost(changes: Partial<HostCertificate> = {}): HostCertificate {
  return {
    authorityKeyId: authorityKeyId(authorityKey.publicKey),
    serial: HOST_SERIAL,
    activationSequence: 1,
    groups: 0b01,
    epoch: 1,
    notBefore: minutes("2026-01-10T00:00Z"),
    notAfter: minutes("2027-01-10T00:00Z"),
    hardware: hostHardware(hardwareIdentity({
      system: "example-system-0",
      board: "example-board-0",
      disk: "example-disk-0",
      network: "example-network-0",
    })),
    publicKey: hostKey.publicKey,
    ...changes,
  };
}

export function signedHost(
  changes: Partial<HostCertificate> = {},
  signer: SigningKey = authorityKey,
): SignedHostCertificate {
  return signHostCertificate(sampleHost(changes), signer);
}

export function sampleReplyFields(changes: Partial<ReplyFields> = {}): ReplyFields {
  return {
    result: 0,
    count: 27,
    activationInterval: 120,
    renewalInterval: 10_080,
    validity: 259_200,
    issued: NOW,
    sequence: 4711,
    ...changes,
  };
}

/** A reply frame of the example host to `request` (a whole frame). */
export function signedReply(
  changes: Partial<ReplyFields> = {},
  certificate: SignedHostCertificate = signedHost(),
  request: Uint8Array = encodeRequest(sampleRequest()),
  signer: SigningKey = hostKey,
): Uint8Array<ArrayBuffer> {
  const body = encodeReplyBody(sampleReplyFields(changes), encodeHostCertificate(certificate));
  return signReply(body, request, signer);
}
