import fc from "fast-check";
import type { AuthorityCertificate } from "../../src/protocol/authority_certificate.ts";
import type { HostCertificate } from "../../src/protocol/host_certificate.ts";
import { fitMachineName } from "../../src/protocol/machine_name.ts";
import type { Reply } from "../../src/protocol/reply.ts";
import type { ActivationRequest } from "../../src/protocol/request.ts";

/** A record as an object literal makes it, prototype and all. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;
}

export const u16 = fc.integer({ min: 0, max: 0xffff });
export const u32 = fc.integer({ min: 0, max: 0xffffffff });
/** 64 bits travel, but only whole numbers that JavaScript holds exactly are used. */
export const u64 = fc.maxSafeNat();
export const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
/** Anything that could come from outside, mostly short. */
export const anyBytes = fc.uint8Array({ maxLength: 300 }).map((array) => new Uint8Array(array));

/** Text of any code points, lone surrogates among them. (fast-check's own unit for this takes a second to make.) */
export const anyText = fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 80 })
  .map((points) => String.fromCodePoint(...points));

export const requests: fc.Arbitrary<ActivationRequest> = record({
  virtual: fc.boolean(),
  renewal: fc.boolean(),
  probe: fc.boolean(),
  ephemeral: fc.boolean(),
  licenceState: fc.constantFrom(0, 1, 2, 3, 4, 5),
  minutesLeft: u32,
  clientTime: u64,
  machineId: bytes(16),
  hardware: bytes(16),
  productId: bytes(16),
  nonce: bytes(16),
  highestEpoch: u32,
  authorityKeyId: u32,
  name: anyText.map(fitMachineName),
});

const hostFields = {
  authorityKeyId: u32,
  serial: u32,
  activationSequence: u16,
  groups: u32,
  epoch: u32,
  notBefore: u32,
  notAfter: u32,
  hardware: bytes(8),
  publicKey: bytes(32),
};
export const hostCertificates: fc.Arbitrary<HostCertificate> = record(hostFields);
export const signedHostCertificates = record({ ...hostFields, signature: bytes(64) });

export const replies: fc.Arbitrary<Reply> = record({
  result: u32,
  count: u32,
  activationInterval: u32,
  renewalInterval: u32,
  validity: u32,
  issued: u64,
  sequence: u32,
  certificate: signedHostCertificates,
  signature: bytes(64),
});

const authorityFields = {
  serial: u32,
  groups: u32,
  minimumEpoch: u32,
  notBefore: u32,
  notAfter: u32,
  longestHostLife: u32,
  publicKey: bytes(32),
};
export const authorityCertificates: fc.Arbitrary<AuthorityCertificate> = record(authorityFields);

const rootPairs = fc.constantFrom([0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]);
export const signedAuthorityCertificates = record({
  ...authorityFields,
  signatures: fc.tuple(rootPairs, bytes(64), bytes(64)).map(([roots, first, second]) =>
    [
      { root: roots[0]!, signature: first },
      { root: roots[1]!, signature: second },
    ] as const
  ),
});
