import type { ExchangeFrames } from "../../../src/client/check.ts";
import { encodeAuthorityCertificate } from "../../../src/protocol/authority_certificate.ts";
import { concat } from "../../../src/protocol/bytes.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { authorityKeyId } from "../../../src/crypto/certificates.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { bitFlipped, patched } from "../samples/damage.ts";
import { fromLittleEndian, L, toLittleEndian } from "../samples/edwards25519.ts";
import { leaseFrames, leaseText } from "../samples/lease_samples.ts";
import {
  authorityBytes,
  exampleBytes,
  exampleKey,
  hostKey,
  minutes,
  NOW,
  sampleHost,
  seconds,
  signedAuthority,
  signedHost,
  strangerKey,
} from "../samples/samples.ts";
import type { Refusal } from "./damaged_leases.ts";

/** Of the curve's points of small order, four in the encodings that a forger would try first. */
const SMALL_ORDER = {
  "0": new Uint8Array(32),
  "1": patched(new Uint8Array(32), 0, 1),
  "p - 1": patched(new Uint8Array(32).fill(0xff), 0, 0xec).with(31, 0x7f),
  "p, with the sign bit": patched(new Uint8Array(32).fill(0xff), 0, 0xed),
};

/** One thing wrong in each, by the check of SPEC 9 that finds it. */
export function forgedLeases(): Refusal[] {
  const all = [...ofAuthority(), ...ofHost(), ...ofReply(), ...ofDates()];
  return all.map(([name, frames, expect]) => [name, leaseText(frames), expect]);
}

type Forgery = readonly [name: string, frames: ExchangeFrames, expect: string];

function ofAuthority(): Forgery[] {
  const by = (authorityCertificate: Uint8Array) => ({ ...leaseFrames(), authorityCertificate });
  const flipped = (bit: number) => by(bitFlipped(authorityBytes, bit));
  const other = encodeAuthorityCertificate(signedAuthority({ publicKey: strangerKey.publicKey }));
  return [
    ["the first root's signature damaged", flipped(61 * 8), "rootSignature"],
    ["the second root's signature damaged", flipped(126 * 8), "rootSignature"],
    [
      "a root's signature whose second half is not below the order",
      by(unreduced(authorityBytes, 61)),
      "rootSignature",
    ],
    ["signed by one root in another's place", by(patched(authorityBytes, 60, 1)), "rootSignature"],
    ["its groups widened", by(patched(authorityBytes, 9, 0xff)), "rootSignature"],
    ["its minimum epoch lowered", by(patched(authorityBytes, 13, 0)), "rootSignature"],
    ["an authority that the reply does not name", by(other), "anotherAuthority"],
    ...Object.entries(SMALL_ORDER).map(([y, publicKey]) =>
      [`an authority key of small order, y = ${y}`, underAuthority(publicKey), "smallOrderKey"] as const
    ),
  ];
}

/** A lease whose authority has that key, by which a signature of the neutral point and zero verifies where it is of small order. */
function underAuthority(publicKey: Uint8Array): ExchangeFrames {
  const certificate = { ...sampleHost({ authorityKeyId: authorityKeyId(publicKey) }), signature: NEUTRAL };
  return {
    ...leaseFrames({}, {}, certificate),
    authorityCertificate: encodeAuthorityCertificate(signedAuthority({ publicKey })),
  };
}

/** R the neutral point, S zero: what verifies for any message under the neutral point as a key. */
const NEUTRAL = patched(new Uint8Array(64), 0, 1);

/** The signature at `at` with the order of the base point added to its second half, which mathematics alone would let pass. */
function unreduced(bytes: Uint8Array, at: number): Uint8Array {
  const second = fromLittleEndian(bytes.subarray(at + 32, at + 64));
  return patched(bytes, at + 32, ...toLittleEndian(second + L));
}

function ofHost(): Forgery[] {
  const by = (...args: Parameters<typeof signedHost>) => leaseFrames({}, {}, signedHost(...args));
  const { notBefore } = sampleHost();
  const damaged = { ...signedHost(), signature: bitFlipped(signedHost().signature, 77) };
  return [
    ["the authority's signature damaged", leaseFrames({}, {}, damaged), "authoritySignature"],
    ["a host that certifies itself", by({}, hostKey), "authoritySignature"],
    ["a host that a root certifies", by({}, exampleKey("root 0")), "authoritySignature"],
    ["a host certificate that names another authority", by({ authorityKeyId: 1 }), "anotherAuthority"],
    ["a life a minute too long", by({ notAfter: notBefore + 366 * 1440 + 1 }), "lifeTooLong"],
    ["a life below 0", by({ notAfter: notBefore - 1 }), "lifeTooLong"],
    ["a group that the authority may not grant", by({ groups: 0b101 }), "groupsNotGranted"],
    ["no group at all", by({ groups: 0 }), "productNotCovered"],
    ["an epoch that is withdrawn", by({ epoch: 0 }), "epochTooOld"],
    ...Object.entries(SMALL_ORDER).map(([y, publicKey]) =>
      [
        `a host key of small order, y = ${y}`,
        withSignature(by({ publicKey }), NEUTRAL),
        "smallOrderKey",
      ] as const
    ),
  ];
}

function withSignature(frames: ExchangeFrames, signature: Uint8Array): ExchangeFrames {
  return { ...frames, reply: concat(frames.reply.subarray(0, 168), signature) };
}

function ofReply(): Forgery[] {
  const lease = leaseFrames();
  const { request, reply } = lease;
  const body = reply.subarray(0, 168);
  const signed = (signature: Uint8Array) => withSignature(lease, signature);
  const to = (changes: Parameters<typeof leaseFrames>[0]) => leaseFrames(changes).request;
  const refusal = (result: number) => leaseFrames({}, { result, validity: 0 });
  const fault = "replySignature";
  return [
    [
      "a reply to another request",
      { ...lease, request: to({ nonce: exampleBytes("another nonce", 16) }) },
      fault,
    ],
    [
      "a reply to another computer",
      { ...lease, request: to({ machineId: exampleBytes("another", 16) }) },
      fault,
    ],
    [
      "the result changed",
      { ...lease, reply: patched(refusal(HResult.belowThreshold).reply, 4, 0, 0, 0, 0) },
      fault,
    ],
    ["the validity changed", { ...lease, reply: patched(reply, 20, 0, 3, 0xf4, 0x7f) }, fault],
    ["the time of issue changed", { ...lease, reply: patched(reply, 31, reply[31]! ^ 0x40) }, fault],
    ["the signature damaged", signed(bitFlipped(reply.subarray(168), 511 - 16)), fault],
    ["the signature's second half not below the order", { ...lease, reply: unreduced(reply, 168) }, fault],
    ["a signature of zeros", signed(new Uint8Array(64)), fault],
    [
      "signed by another key than the certificate's",
      signed(strangerKey.sign("VA1-reply", sha256(request), body)),
      fault,
    ],
    ["signed in another domain", signed(hostKey.sign("VA1-hostreq", sha256(request), body)), fault],
    ["signed without the request's hash", signed(hostKey.sign("VA1-reply", body)), fault],
    ["a refusal stored as a lease", refusal(HResult.belowThreshold), "refusal"],
    ["a refusal that says how long", leaseFrames({}, { result: HResult.tryLater }), "refusal"],
    ["the answer to a probe", leaseFrames({ probe: true }, { validity: 0 }), "grantsNothing"],
  ];
}

function ofDates(): Forgery[] {
  const outside = "issuedOutsideCertificate";
  const dated = (changes: Parameters<typeof signedAuthority>[0]) => ({
    ...leaseFrames(),
    authorityCertificate: encodeAuthorityCertificate(signedAuthority(changes)),
  });
  return [
    [
      "issued a minute before the host certificate begins",
      leaseFrames({}, {}, signedHost({ notBefore: NOW / 60 + 1 })),
      outside,
    ],
    [
      "issued a minute after the host certificate ends",
      leaseFrames({}, {}, signedHost({ notAfter: NOW / 60 - 1 })),
      outside,
    ],
    [
      "issued a second after the host certificate ends",
      leaseFrames({}, { issued: seconds("2027-01-10T00:00:01Z") }),
      outside,
    ],
    [
      "issued a minute before the authority's certificate begins",
      dated({ notBefore: NOW / 60 + 1 }),
      outside,
    ],
    ["issued a minute after the authority's certificate ends", dated({ notAfter: NOW / 60 - 1 }), outside],
    ["issued in 1970", leaseFrames({}, { issued: 0 }), outside],
    ["issued beyond all dates", leaseFrames({}, { issued: Number.MAX_SAFE_INTEGER }), outside],
    [
      "an authority that ended before the host certificate began",
      dated({ notAfter: minutes("2026-01-09T00:00Z") }),
      outside,
    ],
  ];
}
