/**
 * The library that products embed: how their licence stands, and its activation and renewal in the background. It runs on Node 20 and
 * later, in Electron's main process, and on Deno, and needs no program beside it.
 *
 * No function throws or rejects, whatever is wrong with a licence, a folder, a disk, a network or the options: the result says it.
 */
import { ProductFolder } from "./embedding/product_folder.ts";
import { readOptions } from "./embedding/options.ts";
import { systemPowers } from "./embedding/powers.ts";
import { renew } from "./embedding/renewal.ts";
import type { LicenceCheck, LicenceOptions, Renewal, RenewalOptions } from "./embedding/types.ts";
import { subscribe } from "./embedding/watching.ts";

export type {
  CheckReason,
  FileUrl,
  LicenceCheck,
  LicenceOptions,
  LicenceStateName,
  Problem,
  Renewal,
  RenewalOptions,
} from "./embedding/types.ts";

/**
 * How the product's licence stands, without the network: some milliseconds the first time and about one from then on. On first use it
 * installs what the options bring along; from then on it writes at most once an hour (what the clock was), and only if the folder is not in
 * use. Never rejects.
 */
export function checkLicence(options: LicenceOptions = {}): Promise<LicenceCheck> {
  return openFolder(options).check();
}

/**
 * Asks a KMS host to activate this computer now, and gives back how the licence stands then. `error` says why no host activated. Takes 30
 * seconds at most where hosts do not answer. Never rejects. A product calls it before it gives up because it may not run
 * (a host may be in reach again), and for a button: all else does `startRenewal`.
 */
export function activate(options: LicenceOptions = {}): Promise<LicenceCheck> {
  return openFolder(options).activate();
}

function openFolder(options: LicenceOptions): ProductFolder {
  const read = readOptions(options);
  return new ProductFolder(systemPowers(read.folder), read);
}

/**
 * Calls `listener` with the new check and the one before each time that the licence stands otherwise: activated or renewed, by this process
 * or another, a grace period or the activation ended, a key changed, an error that came or went. It is noticed within 15 seconds. Gives back
 * the function that ends it. It keeps no process from its end. What the listener throws becomes a warning of the
 * process, and so does one that is no function.
 */
export function onChange(
  options: LicenceOptions,
  listener: (check: LicenceCheck, before: LicenceCheck) => void,
): () => void {
  const read = readOptions(options);
  const powers = systemPowers(read.folder, { background: true });
  return subscribe(new ProductFolder(powers, read), listener, powers.renewal.timer);
}

/**
 * Activates the computer and renews it in time, for as long as the process runs: the first try comes within a minute, further ones as the
 * hosts tell, sooner where the network comes back. It keeps no process from its end. Never throws.
 */
export function startRenewal(options: RenewalOptions = {}): Renewal {
  const read = readOptions(options);
  const powers = systemPowers(read.folder, { background: true });
  const stopped = new AbortController();
  return renew(
    new ProductFolder(powers, read, stopped.signal),
    powers.renewal,
    read.onProblem,
    stopped,
  );
}
