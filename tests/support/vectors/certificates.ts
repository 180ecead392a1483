import {
  encodeAuthorityCertificate,
  encodeAuthorityCertificateBody,
} from "../../../src/protocol/authority_certificate.ts";
import { concat } from "../../../src/protocol/bytes.ts";
import type { DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { encodeHostCertificate } from "../../../src/protocol/host_certificate.ts";
import { type CertificateFault, signAuthorityCertificate } from "../../../src/crypto/certificates.ts";
import { patched } from "../samples/damage.ts";
import {
  authorityBytes,
  authorityKey,
  hostKey,
  minutes,
  NOW,
  rootKeys,
  rootPublicKeys,
  sampleAuthority,
  sampleHost,
  signedAuthority,
  signedHost,
  strangerKey,
} from "../samples/samples.ts";
import type { VectorFile } from "./format.ts";

type Expected = DecodeProblem | CertificateFault;
const now = NOW / 60;
const zeroKey = new Uint8Array(32);
const authorityDates = { notBefore: minutes("2026-01-01T00:00Z"), notAfter: minutes("2028-01-01T00:00Z") };

/** authority_certificates.json (SPEC 6). */
export function authorityCertificates(): VectorFile {
  const vector = (name: string, certificate: Uint8Array, expect?: Expected, at = now) => ({
    name,
    certificate,
    roots: rootPublicKeys,
    now: at,
    ...(expect === undefined ? {} : { expect }),
  });
  const changed = (changes: Parameters<typeof signedAuthority>[0], pair?: readonly [0 | 1 | 2, 0 | 1 | 2]) =>
    encodeAuthorityCertificate(signedAuthority(changes, pair));
  return {
    about: "Authority certificates, judged by three roots at a time",
    vectors: [
      { ...vector("the worked example's", authorityBytes), value: signedAuthority() },
      vector("signed by roots 0 and 1", changed({}, [0, 1])),
      vector("signed by roots 2 and 1, in that order", changed({}, [2, 1])),
      vector("at its first minute", authorityBytes, undefined, authorityDates.notBefore),
      vector("at its last minute", authorityBytes, undefined, authorityDates.notAfter),
      vector("with the largest integers", changed({ serial: 0xffffffff, groups: 0xffffffff })),
      vector("before its first minute", authorityBytes, "notYetValid", authorityDates.notBefore - 1),
      vector("after its last minute", authorityBytes, "expired", authorityDates.notAfter + 1),
      ...unsoundAuthorities().map(([name, bytes, expect]) => vector(name, bytes, expect)),
    ],
  };
}

function unsoundAuthorities(): [string, Uint8Array, Expected][] {
  const certificate = authorityBytes;
  const bySignatures = (first: Uint8Array, second: Uint8Array) =>
    concat(certificate.subarray(0, 60), Uint8Array.of(0), first, Uint8Array.of(2), second);
  const body = encodeAuthorityCertificateBody(sampleAuthority());
  const [first, second] = signedAuthority().signatures;
  const otherDomain = rootKeys[2].sign("VA1-hostcert", body);
  const smallOrder = encodeAuthorityCertificate(signedAuthority({ publicKey: zeroKey }));
  const stranger = signAuthorityCertificate(sampleAuthority(), [
    { root: 0, key: rootKeys[0] },
    { root: 1, key: strangerKey },
  ]);
  return [
    ["one byte short", certificate.subarray(0, 189), "length"],
    ["one byte more", concat(certificate, Uint8Array.of(0)), "length"],
    ["the type of a host certificate", patched(certificate, 0, 0x10), "type"],
    ["version 2", patched(certificate, 1, 2), "version"],
    ["reserved byte 26", patched(certificate, 26, 1), "reserved"],
    ["reserved byte 27", patched(certificate, 27, 1), "reserved"],
    ["root index 3", patched(certificate, 60, 3), "range"],
    ["second root index 255", patched(certificate, 125, 255), "range"],
    ["one root twice", patched(certificate, 125, 0), "range"],
    ["root indices exchanged, signatures not", patched(patched(certificate, 60, 2), 125, 0), "rootSignature"],
    ["a good root's signature under another index", patched(certificate, 125, 1), "rootSignature"],
    ["a stranger's signature under index 1", encodeAuthorityCertificate(stranger), "rootSignature"],
    [
      "the first signature damaged",
      bySignatures(patched(first.signature, 5, 0), second.signature),
      "rootSignature",
    ],
    [
      "the second signature damaged",
      bySignatures(first.signature, patched(second.signature, 5, 0)),
      "rootSignature",
    ],
    ["the second signature of another domain", bySignatures(first.signature, otherDomain), "rootSignature"],
    ["one root's signature twice", bySignatures(first.signature, first.signature), "rootSignature"],
    ["the serial changed", patched(certificate, 5, 8), "rootSignature"],
    ["a public key of small order", smallOrder, "smallOrderKey"],
  ];
}

/** host_certificates.json (SPEC 5). */
export function hostCertificates(): VectorFile {
  const vector = (name: string, certificate: Uint8Array, expect?: Expected, at = now) => ({
    name,
    certificate,
    authorityCertificate: authorityBytes,
    now: at,
    ...(expect === undefined ? {} : { expect }),
  });
  const dates = sampleHost();
  const changed = (changes: Parameters<typeof signedHost>[0], signer = authorityKey) =>
    encodeHostCertificate(signedHost(changes, signer));
  const good = changed({});
  const longest = { notAfter: dates.notBefore + sampleAuthority().longestHostLife };
  const longer = { notAfter: longest.notAfter + 1 };
  const backwards = { notAfter: dates.notBefore - 1 };
  return {
    about: "Host certificates, judged by their authority's certificate at a time",
    vectors: [
      { ...vector("the worked example's", good), value: signedHost() },
      vector("of the longest life allowed", changed(longest)),
      vector("of all groups that the authority may grant", changed({ groups: 3 })),
      vector("of a newer epoch than the authority asks for", changed({ epoch: 0xffffffff })),
      vector("at its first minute", good, undefined, dates.notBefore),
      vector("at its last minute", good, undefined, dates.notAfter),
      vector("one byte short", good.subarray(0, 131), "length"),
      vector("one byte more", concat(good, Uint8Array.of(0)), "length"),
      vector("the type of an authority certificate", patched(good, 0, 0x11), "type"),
      vector("version 2", patched(good, 1, 2), "version"),
      vector("another authority's key ID", patched(good, 2, 0, 0, 0, 0), "anotherAuthority"),
      vector("the groups changed", patched(good, 15, 3), "authoritySignature"),
      vector("the host key changed", patched(good, 36, ...strangerKey.publicKey), "authoritySignature"),
      vector("signed by the host itself", changed({}, hostKey), "authoritySignature"),
      vector("signed by a root", changed({}, rootKeys[0]), "authoritySignature"),
      vector("a minute longer than allowed", changed(longer), "lifeTooLong"),
      vector("ending before it begins", changed(backwards), "lifeTooLong"),
      vector("a group that the authority may not grant", changed({ groups: 5 }), "groupsNotGranted"),
      vector(
        "group 31, which the authority may not grant",
        changed({ groups: 0x80000001 }),
        "groupsNotGranted",
      ),
      vector("an epoch below the authority's minimum", changed({ epoch: 0 }), "epochTooOld"),
      vector("a public key of small order", changed({ publicKey: zeroKey }), "smallOrderKey"),
      vector("before its first minute", good, "notYetValid", dates.notBefore - 1),
      vector("after its last minute", good, "expired", dates.notAfter + 1),
    ],
  };
}
