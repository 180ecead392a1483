import { signHostCertificate } from "../crypto/certificates.ts";
import { hardwareMatches, isPresent } from "../crypto/hardware.ts";
import { fromBase64Url, toBase64Url } from "../protocol/bytes.ts";
import {
  decodeHostCertificate,
  encodeHostCertificate,
  type SignedHostCertificate,
} from "../protocol/host_certificate.ts";
import { HResult } from "../protocol/hresult.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { ActivatedHost, Database, HostKeyRecord } from "./database.ts";
import type { Signer } from "./files.ts";
import { changeHostKey, findHostKey } from "./keys.ts";

const MINUTES_A_DAY = 1440;
/** A stored certificate that ends sooner than this is renewed instead of being given out again. */
const RENEW_BEFORE_DAYS = 90;

/** What identifies a host that asks, once its proofs have been verified. */
export interface HostApplication {
  readonly serial: number;
  /** 8 bytes. */
  readonly hardware: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** The certificate for a host, and the database that knows of it: the same one where nothing is to be counted. */
export interface Activated {
  readonly certificate: SignedHostCertificate;
  readonly database: Database;
}

/** `now`: milliseconds since 1970. Throws OperationError when the key is blocked or at its limit. */
export function activateHost(
  database: Database,
  signer: Signer,
  application: HostApplication,
  now: number,
): Activated {
  const key = findHostKey(database, application.serial);
  if (key.blocked) {
    throw new OperationError(`Key ${key.serial} is blocked`, {
      code: HResult.keyBlocked,
      remedy: `kms authority key unblock ${key.serial}`,
    });
  }
  const place = placeOf(key.hosts, application);
  const host = key.hosts[place];
  const stored = host === undefined ? undefined : storedCertificate(host, application);
  if (stored !== undefined && isCurrent(stored, signer) && daysUntilEnd(stored, now) > RENEW_BEFORE_DAYS) {
    return { certificate: stored, database };
  }
  if (stored === undefined) refuseAtLimit(key, host);
  const certificate = issue(database, signer, key, host, application, now);
  const changed = hostWith(host, application, certificate, now, stored === undefined);
  const hosts = host === undefined ? [...key.hosts, changed] : key.hosts.with(place, changed);
  return { certificate, database: changeHostKey(database, key.serial, { hosts }) };
}

/** Where the same computer stands, -1 for none: it has kept its host key, else most of its hardware. */
function placeOf(hosts: readonly ActivatedHost[], application: HostApplication): number {
  const publicKey = toBase64Url(application.publicKey);
  const byKey = hosts.findIndex(({ certificates }) =>
    certificates.some((one) => one.publicKey === publicKey)
  );
  if (byKey >= 0 || !isPresent(application.hardware)) return byKey;
  return hosts.findIndex(({ certificates }) =>
    certificates.some(({ hardware }) =>
      hardwareMatches(fromBase64Url(hardware, "hardware"), application.hardware)
    )
  );
}

function isSameRequest(stored: ActivatedHost["certificates"][number], application: HostApplication): boolean {
  return stored.publicKey === toBase64Url(application.publicKey) &&
    stored.hardware === toBase64Url(application.hardware);
}

function storedCertificate(
  host: ActivatedHost,
  application: HostApplication,
): SignedHostCertificate | undefined {
  const stored = host.certificates.find((one) => isSameRequest(one, application));
  return stored === undefined
    ? undefined
    : decodeHostCertificate(fromBase64Url(stored.certificate, "stored certificate"));
}

/** One that another authority key has signed would not go with the certificate that the host is given beside it. */
function isCurrent(stored: SignedHostCertificate, { keyId }: Signer): boolean {
  return stored.authorityKeyId === keyId;
}

function daysUntilEnd(certificate: SignedHostCertificate, now: number): number {
  return (certificate.notAfter - now / 60_000) / MINUTES_A_DAY;
}

function refuseAtLimit(key: HostKeyRecord, host: ActivatedHost | undefined): void {
  if (host === undefined && key.hosts.length >= key.hostLimit) {
    throw new OperationError(`Key ${key.serial} has activated its ${key.hostLimit} hosts`, {
      code: HResult.keyLimitReached,
      remedy: `kms authority key allow ${key.serial} --hosts N`,
    });
  }
  if (host !== undefined && host.activations >= key.activationLimit) {
    throw new OperationError(`This host was activated ${key.activationLimit} times with key ${key.serial}`, {
      code: HResult.keyLimitReached,
      remedy: `kms authority key allow ${key.serial} --reactivations N`,
    });
  }
}

/** Dates are whole days, so that a Confirmation ID can carry them. */
function issue(
  database: Database,
  signer: Signer,
  key: HostKeyRecord,
  host: ActivatedHost | undefined,
  application: HostApplication,
  now: number,
): SignedHostCertificate {
  const notBefore = Math.floor(now / 60_000 / MINUTES_A_DAY) * MINUTES_A_DAY;
  return signHostCertificate({
    authorityKeyId: signer.keyId,
    serial: key.serial,
    activationSequence: (host?.certificates.length ?? 0) + 1,
    groups: (key.groups & signer.certificate.groups) >>> 0, // products may have been dropped since the key was issued
    epoch: database.epoch,
    notBefore,
    notAfter: notBefore + database.hostDays * MINUTES_A_DAY,
    hardware: application.hardware,
    publicKey: application.publicKey,
  }, signer.key);
}

function hostWith(
  host: ActivatedHost | undefined,
  application: HostApplication,
  certificate: SignedHostCertificate,
  now: number,
  counted: boolean,
): ActivatedHost {
  const entry = {
    publicKey: toBase64Url(application.publicKey),
    hardware: toBase64Url(application.hardware),
    certificate: toBase64Url(encodeHostCertificate(certificate)),
    issued: now,
  };
  // the newest first, so that it is the one that is found again
  const certificates = [entry, ...(host?.certificates ?? [])];
  return { activations: (host?.activations ?? 0) + (counted ? 1 : 0), certificates };
}
