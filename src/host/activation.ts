import type { SigningKey } from "../crypto/ed25519.ts";
import { authorityCertificateFault, coversGroup, dateFault, isDistrusted } from "../crypto/certificates.ts";
import { hardwareMatches, hostHardware } from "../crypto/hardware.ts";
import type { LicenceFile } from "../crypto/licence_file.ts";
import { equalBytes, fromBase64Url } from "../protocol/bytes.ts";
import { decodeHostCertificate, type SignedHostCertificate } from "../protocol/host_certificate.ts";
import {
  decodeAuthorityCertificate,
  type SignedAuthorityCertificate,
} from "../protocol/authority_certificate.ts";
import type { Catalogue } from "../policy/decide.ts";
import type { UncountedFacts } from "../policy/state.ts";

/** All that a host needs to answer for its publisher. */
export interface Serving {
  readonly hostKey: SigningKey;
  readonly certificate: SignedHostCertificate;
  /** The 132 bytes that go into each reply. */
  readonly certificateBytes: Uint8Array;
  readonly authority: SignedAuthorityCertificate;
  readonly authorityBytes: Uint8Array;
  readonly catalogue: Catalogue;
  /** The other products of the licence file. */
  readonly unserved: Catalogue;
}

/** Whether a host may answer, and why not. */
export type ActivationStatus =
  | { readonly kind: "activated"; readonly serving: Serving }
  | {
    readonly kind:
      | "noLicenceFile"
      | "noKey"
      | "notActivated"
      | "hardwareChanged"
      | "otherHostKey"
      | "otherPublisher"
      | "distrusted"
      | "expired"
      | "notYetValid";
  };

const AGAIN = "kms /ato, or kms /dti and kms /atp CID";

/** Why a host is not activated, and what to do. */
export const ACTIVATION_FAULTS: Readonly<
  Record<Exclude<ActivationStatus["kind"], "activated">, { readonly reason: string; readonly remedy: string }>
> = {
  noLicenceFile: { reason: "no licence file is installed, or it is damaged", remedy: "kms /ilc FILE" },
  noKey: { reason: "no product key is installed", remedy: "kms /ipk KEY" },
  notActivated: { reason: "the host is not activated yet", remedy: AGAIN },
  hardwareChanged: {
    reason: "the host's hardware has changed, so it must be activated again",
    remedy: AGAIN,
  },
  otherHostKey: {
    reason: "the host's key is not the one that was activated, so it must be activated again",
    remedy: "kms /ato",
  },
  otherPublisher: {
    reason:
      "the host was activated under other root keys than the licence file's, so it must be activated again",
    remedy: "kms /ato",
  },
  distrusted: {
    reason:
      "the publisher has withdrawn the authority key that the host was activated under, so it must be activated again",
    remedy: AGAIN,
  },
  expired: { reason: "the host's activation has ended, so it must be activated again", remedy: AGAIN },
  notYetValid: { reason: "the host's activation begins later than now", remedy: "set this computer's clock" },
};

/** In one sentence. */
export function activationText({ kind }: ActivationStatus): string {
  if (kind === "activated") return "the host is activated";
  const { reason, remedy } = ACTIVATION_FAULTS[kind];
  return `${reason}: ${remedy}`;
}

export interface HostIdentity {
  readonly licence: LicenceFile | undefined;
  readonly hostKey: SigningKey;
  /** This computer's, 16 bytes. */
  readonly hardware: Uint8Array;
}

/** `now`: milliseconds since 1970. Throws DecodeError where the state holds certificates that are none. */
export function activationStatus(
  facts: UncountedFacts,
  identity: HostIdentity,
  now: number,
): ActivationStatus {
  const { licence, hostKey, hardware } = identity;
  if (licence === undefined) return { kind: "noLicenceFile" };
  if (facts.key === null) return { kind: "noKey" };
  if (facts.activation === null) return { kind: "notActivated" };
  const certificateBytes = fromBase64Url(facts.activation.certificate, "host certificate");
  const authorityBytes = fromBase64Url(facts.activation.authorityCertificate, "authority certificate");
  const certificate = decodeHostCertificate(certificateBytes);
  const authority = decodeAuthorityCertificate(authorityBytes);
  if (authorityCertificateFault(authority, licence.roots) !== undefined) return { kind: "otherPublisher" };
  if (isDistrusted(authority, licence.authority)) return { kind: "distrusted" };
  if (!hardwareMatches(certificate.hardware, hostHardware(hardware))) return { kind: "hardwareChanged" };
  if (!equalBytes(certificate.publicKey, hostKey.publicKey)) return { kind: "otherHostKey" };
  const fault = servingFault([certificate, authority], now);
  if (fault !== undefined) return { kind: fault };
  const catalogues = cataloguesOf(licence, certificate);
  return {
    kind: "activated",
    serving: { hostKey, certificate, certificateBytes, authority, authorityBytes, ...catalogues },
  };
}

/** Days (rounded down) until the activation ends, from `now` in milliseconds; undefined where the host is not activated. */
export function daysLeft(status: ActivationStatus, now: number): number | undefined {
  if (status.kind !== "activated") return undefined;
  const { certificate, authority } = status.serving;
  return Math.floor((Math.min(certificate.notAfter, authority.notAfter) - now / 60_000) / 1440);
}

type Dated = Parameters<typeof dateFault>[0];

function servingFault(certificates: readonly Dated[], now: number): "expired" | "notYetValid" | undefined {
  const faults = certificates.map((certificate) => dateFault(certificate, now / 60_000));
  if (faults.includes("expired")) return "expired";
  return faults.includes("notYetValid") ? "notYetValid" : undefined;
}

function cataloguesOf(
  { payload: { products } }: LicenceFile,
  certificate: SignedHostCertificate,
): Pick<Serving, "catalogue" | "unserved"> {
  const catalogueOf = (served: boolean) =>
    new Map(
      products.flatMap((product) =>
        coversGroup(certificate, product.group) === served ? [[product.id, product] as const] : []
      ),
    );
  return { catalogue: catalogueOf(true), unserved: catalogueOf(false) };
}
