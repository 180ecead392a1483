import {
  type AuthorityCertificate,
  encodeAuthorityCertificateBody,
  type SignedAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import {
  encodeHostCertificateBody,
  type HostCertificate,
  type SignedHostCertificate,
} from "../protocol/host_certificate.ts";
import { isSmallOrder, type SigningKey, verifySignature } from "./ed25519.ts";
import { sha256 } from "./hash.ts";

/** Why a certificate does not hold. */
export type CertificateFault =
  | "rootSignature"
  | "authoritySignature"
  | "anotherAuthority"
  | "distrusted"
  | "smallOrderKey"
  | "notYetValid"
  | "expired"
  | "lifeTooLong"
  | "groupsNotGranted"
  | "epochTooOld";

const FAULT_TEXTS: Readonly<Record<CertificateFault, string>> = {
  rootSignature: "it is not signed by two of the publisher's roots",
  authoritySignature: "it is not signed by the authority",
  anotherAuthority: "it names another authority key",
  distrusted: "the installed licence file withdraws it",
  smallOrderKey: "its public key is of small order",
  notYetValid: "it is not valid yet",
  expired: "it has expired",
  lifeTooLong: "it lives longer than its authority may grant",
  groupsNotGranted: "it covers product groups that its authority may not grant",
  epochTooOld: "its epoch is older than the authority accepts",
};

export function describeCertificateFault(fault: CertificateFault): string {
  return FAULT_TEXTS[fault];
}

/** SPEC 6: the first 4 bytes of SHA-256 of the authority's public key, as a number. */
export function authorityKeyId(publicKey: Uint8Array): number {
  return new DataView(sha256(publicKey).buffer).getUint32(0);
}

/** Signs with two roots; each is given with its place (0 to 2) in the licence file. */
export function signAuthorityCertificate(
  certificate: AuthorityCertificate,
  roots: readonly [{ root: number; key: SigningKey }, { root: number; key: SigningKey }],
): SignedAuthorityCertificate {
  const body = encodeAuthorityCertificateBody(certificate);
  const [first, second] = roots;
  return {
    ...certificate,
    signatures: [
      { root: first.root, signature: first.key.sign("VA1-authority", body) },
      { root: second.root, signature: second.key.sign("VA1-authority", body) },
    ],
  };
}

export function signHostCertificate(
  certificate: HostCertificate,
  authority: SigningKey,
): SignedHostCertificate {
  return {
    ...certificate,
    signature: authority.sign("VA1-hostcert", encodeHostCertificateBody(certificate)),
  };
}

/**
 * Check 2 of SPEC 9, without the dates: two distinct roots verify and the key is sound.
 * `roots`: the three public keys that are trusted, in their order. Returns undefined when it holds.
 */
export function authorityCertificateFault(
  certificate: SignedAuthorityCertificate,
  roots: readonly Uint8Array[],
): CertificateFault | undefined {
  const body = encodeAuthorityCertificateBody(certificate);
  const [first, second] = certificate.signatures;
  const verifies = [first, second].every(({ root, signature }) => {
    const publicKey = roots[root];
    return publicKey !== undefined && verifySignature("VA1-authority", body, signature, publicKey);
  });
  if (!verifies || first.root === second.root) return "rootSignature";
  return isSmallOrder(certificate.publicKey) ? "smallOrderKey" : undefined;
}

/**
 * Check 2 of SPEC 9, at its end: whether the publisher has withdrawn an authority key since. `licensed`: the authority certificate of the
 * licence file that is installed, which no thief of an older key can make.
 */
export function isDistrusted(
  certificate: AuthorityCertificate,
  licensed: Pick<AuthorityCertificate, "minimumEpoch">,
): boolean {
  return certificate.minimumEpoch < licensed.minimumEpoch;
}

/** Check 3 of SPEC 9, without the dates and the product: `authority` has been checked before. Returns undefined when it holds. */
export function hostCertificateFault(
  certificate: SignedHostCertificate,
  authority: AuthorityCertificate,
): CertificateFault | undefined {
  if (certificate.authorityKeyId !== authorityKeyId(authority.publicKey)) return "anotherAuthority";
  const body = encodeHostCertificateBody(certificate);
  if (!verifySignature("VA1-hostcert", body, certificate.signature, authority.publicKey)) {
    return "authoritySignature";
  }
  const life = certificate.notAfter - certificate.notBefore;
  if (life < 0 || life > authority.longestHostLife) return "lifeTooLong";
  if ((certificate.groups & ~authority.groups) !== 0) return "groupsNotGranted";
  if (certificate.epoch < authority.minimumEpoch) return "epochTooOld";
  return isSmallOrder(certificate.publicKey) ? "smallOrderKey" : undefined;
}

/** From when until when a certificate holds, both included; epoch minutes. */
export interface Dated {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Whether `now` (epoch minutes, with their fraction) lies within a certificate's dates. */
export function dateFault(certificate: Dated, now: number): CertificateFault | undefined {
  if (now < certificate.notBefore) return "notYetValid";
  return now > certificate.notAfter ? "expired" : undefined;
}

/** Whether a certificate's group mask covers the group (0 to 31) of a product. */
export function coversGroup(certificate: { readonly groups: number }, group: number): boolean {
  return ((certificate.groups >>> group) & 1) === 1;
}
