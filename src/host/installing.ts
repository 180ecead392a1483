import { dateFault, describeCertificateFault } from "../crypto/certificates.ts";
import { decodeLicenceFile, type LicenceFile, sameRoots } from "../crypto/licence_file.ts";
import { decodeProductKey, partialProductKey } from "../crypto/product_key.ts";
import { equalBytes } from "../protocol/bytes.ts";
import { HResult } from "../protocol/hresult.ts";
import { EventId } from "../policy/events.ts";
import { OperationError, orOperationError } from "../policy/operation_error.ts";
import { settingFault, type SettingName, type SettingValue } from "../policy/settings.ts";
import type { Clock } from "../ports.ts";
import type { Host } from "./host.ts";

/**
 * Reads a licence file that is to be installed in place of `installed`. Throws OperationError where it does not hold now, is older,
 * or trusts other roots and `acceptNewRoots` is not set.
 */
export function checkLicence(
  text: string,
  installed: LicenceFile | undefined,
  clock: Clock,
  acceptNewRoots: boolean,
): LicenceFile {
  const licence = orOperationError(() => decodeLicenceFile(text), {
    remedy: "get the file from the publisher again",
  });
  const fault = dateFault(licence.authority, clock.now() / 60_000);
  if (fault !== undefined) {
    throw new OperationError(
      `Cannot install the licence file: of its authority's certificate, ${describeCertificateFault(fault)}`,
      {
        remedy: "get a newer licence file from the publisher, or set this computer's clock",
      },
    );
  }
  if (installed === undefined) return licence;
  if (!sameRoots(licence, installed)) return refuseRoots(licence, installed, acceptNewRoots);
  if (licence.payload.serial < installed.payload.serial) {
    throw new OperationError(
      `Cannot install the licence file: its serial ${licence.payload.serial} is older than the installed ${installed.payload.serial}`,
      { remedy: "get the newest licence file from the publisher" },
    );
  }
  return licence;
}

/** Installs a licence file on a host. Resolves once it is on disk. Rejects with OperationError. */
export async function installLicence(
  host: Host,
  text: string,
  acceptNewRoots = false,
  by?: string,
): Promise<LicenceFile> {
  void host.state; // a sealed host takes nothing in
  const licence = checkLicence(text, host.licence, host.ports.clock, acceptNewRoots);
  await host.storeLicence(licence);
  const { publisher, serial } = licence.payload;
  await host.record([{
    id: EventId.licenceInstalled,
    time: host.ports.clock.now(),
    publisher,
    serial,
    ...byWhom(by),
  }]);
  return licence;
}

/** Installs a host key; the same key again keeps the activation. Resolves once it is on disk. Rejects with OperationError. */
export async function installKey(
  host: Host,
  text: string,
  by?: string,
): Promise<{ serial: number; partialKey: string }> {
  const key = readKey(text);
  if (key.kind !== "host") {
    throw new OperationError("Cannot install the product key on a host: it is a client key", {
      code: HResult.keyInvalid,
      remedy: "remove the host key first with kms /upk, or use another folder with --state DIR",
    });
  }
  const partialKey = partialProductKey(key);
  const installed = host.state.facts.key;
  const { productKey, keyCleared } = host.secrets;
  const sameText = productKey !== undefined && equalBytes(productKey.secret, key.secret);
  const again = installed?.serial === key.serial && (keyCleared || sameText);
  if (!again || keyCleared) await host.changeSecrets((store) => store.storeProductKey(text));
  if (again) return { serial: key.serial, partialKey };
  await host.record([{
    id: EventId.keyInstalled,
    time: host.ports.clock.now(),
    serial: key.serial,
    partialKey,
    ...byWhom(by),
  }]);
  return { serial: key.serial, partialKey };
}

/** Takes the product key, and with it the activation, away. Rejects with OperationError. */
export async function removeKey(host: Host, by?: string): Promise<void> {
  const { serial } = installedKey(host, "remove");
  await host.changeSecrets((store) => store.storeProductKey(null)); // first: what comes between leaves a key that can be removed again
  await host.record([{ id: EventId.keyRemoved, time: host.ports.clock.now(), serial, ...byWhom(by) }]);
}

/** Forgets the text of the product key and keeps the activation; false where there was none any more. Rejects with OperationError. */
export async function clearKey(host: Host, by?: string): Promise<boolean> {
  const { serial } = installedKey(host, "clear");
  if (host.secrets.keyCleared) return false;
  await host.changeSecrets((store) => store.clearProductKey());
  await host.record([{ id: EventId.keyCleared, time: host.ports.clock.now(), serial, ...byWhom(by) }]);
  return true;
}

/**
 * Takes away all that tells this host from others, for an image of this computer: host key, activation, machines, counters. Licence
 * file, product key and settings stay. Rejects with OperationError.
 */
export async function generalize(host: Host, by?: string): Promise<void> {
  void host.state; // a sealed host is to be mended first
  await host.record([{ id: EventId.hostGeneralized, time: host.ports.clock.now(), ...byWhom(by) }]);
  await host.forgetHostKey();
}

function installedKey(host: Host, verb: string): { readonly serial: number } {
  const installed = host.state.facts.key;
  if (installed !== null) return installed;
  throw new OperationError(`Cannot ${verb} the product key: none is installed`, {
    code: HResult.keyNotInstalled,
    remedy: null,
  });
}

/** The member of an event that says who did it. */
export function byWhom(by: string | undefined): { by?: string } {
  return by === undefined ? {} : { by };
}

/**
 * Changes a setting. `apply` carries it out before it is recorded, so that one that cannot be carried out is not kept; what it gives
 * back is given back. Rejects with OperationError where the value is outside its range.
 */
export async function changeSetting(
  host: Host,
  { name, value }: { readonly name: SettingName; readonly value: SettingValue },
  apply: () => Promise<string | null>,
  by?: string,
): Promise<string | null> {
  const fault = settingFault(name, value);
  if (fault !== undefined) {
    throw new OperationError(`Cannot change the setting: ${fault}`, { code: HResult.malformed });
  }
  if (host.state.facts.settings[name] === value) return null;
  const pending = await apply();
  const time = host.ports.clock.now();
  await host.record([{ id: EventId.settingChanged, time, name, value, ...byWhom(by) }]);
  return pending;
}

/** Reads a product key that a person typed. Throws OperationError. */
export function readKey(text: string): ReturnType<typeof decodeProductKey> {
  return orOperationError(() => decodeProductKey(text), {
    code: HResult.keyInvalid,
    remedy: "compare the key with the one that you were given, character by character",
  });
}

function refuseRoots(licence: LicenceFile, installed: LicenceFile, accept: boolean): LicenceFile {
  if (accept) return licence;
  throw new OperationError(
    `Cannot install the licence file: it is signed under other root keys than those of ${installed.payload.publisher} that are installed`,
    { remedy: "if the publisher has told you of new root keys, install it with --accept-new-roots" },
  );
}
