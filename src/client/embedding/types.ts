/** What product code gives the library and gets from it. This file imports nothing: it is the package's type declarations. */

/** What a product tells of itself. Every function takes the same. */
export interface LicenceOptions {
  /**
   * Where the state is kept: a folder that the product's user may write to, for this product alone. It is made, for its owner alone, where
   * it is missing; `kms --state DIR` works on it. Unless given, that of the computer's `kms` (`/var/lib/kms` for root and
   * `~/.local/state/kms` for others on Linux, `~/Library/Application Support/kms` on macOS, `%ProgramData%\kms` on Windows).
   */
  readonly folder?: string | undefined;
  /**
   * The publisher's licence file, as a path, as a URL of `file:` or as its bytes. It is installed on first use, and its three root keys are
   * the only ones that are trusted. Without it whatever licence file lies in the folder is, which its owner may have made.
   */
  readonly licenceFile?: string | FileUrl | Uint8Array | undefined;
  /**
   * The client key that is installed where none is; unless given, that of `productId` in the licence file, of a list the first that
   * is in it.
   */
  readonly clientKey?: string | undefined;
  /**
   * The product that this program is: its activation ID, 32 hexadecimal digits with hyphens or without; a list where it is several (editions),
   * which must not be empty.
   * A licence for another product of the publisher's is then none. Unless given, any product of the licence file does.
   */
  readonly productId?: string | readonly string[] | undefined;
  /**
   * Whether short leases are asked for, as containers and other short-lived machines do, which no host counts. It is kept in the folder.
   * Unless given, it stays as it is set there, which is false in a new folder.
   */
  readonly ephemeral?: boolean | undefined;
  /** Whether the product may run where its licence cannot be checked (`reason` is `notChecked`): `allow` unless given. */
  readonly whenUnknown?: "allow" | "refuse" | undefined;
}

/** What is needed of a `URL`, such as `new URL("publisher.lic", import.meta.url)`. */
export interface FileUrl {
  readonly href: string;
}

/** As administrators know them: Unlicensed, Licensed, Initial grace, Additional grace, Non-genuine grace, Notification. */
export type LicenceStateName =
  | "unlicensed"
  | "licensed"
  | "outOfBoxGrace"
  | "outOfToleranceGrace"
  | "nonGenuineGrace"
  | "notification";

/** Why the licence is in its state. */
export type CheckReason =
  /** The activation holds. */
  | "leaseHolds"
  /** This computer has not been activated yet. */
  | "notActivatedYet"
  /** The activation has ended without being renewed. */
  | "leaseEnded"
  /** Fewer than three of four hardware components are those of the activation. */
  | "hardwareChanged"
  /** The stored activation is gone or was changed. */
  | "leaseForged"
  /** There is no licence file any more by which the stored activation can be verified. */
  | "licenceMissing"
  /** The clock is behind a time that was seen before. */
  | "clockBack"
  /** The folder holds no licence file or product key, and the options give none. */
  | "notInstalled"
  /** The folder's key is for a product that this program is not. */
  | "otherProduct"
  /** The licence could not be checked; `error` says why. */
  | "notChecked";

/** Something that went wrong, for people and for logs. */
export interface Problem {
  /** HRESULT, such as 0xC004F038; null where there is no number for it. `kms error CODE` explains it. */
  readonly code: number | null;
  /** One line: what could not be done, and why. */
  readonly message: string;
  /** What to do about it; null where nothing is known. */
  readonly remedy: string | null;
}

/**
 * How a product's licence stands. All of it is plain data: it survives JSON. Times are milliseconds since 1970, spans are minutes. What is
 * not known, or not known yet, is null. In parentheses: the property's name in the WMI class SoftwareLicensingProduct, where it is another
 * than this one with a capital letter.
 */
export interface LicenceCheck {
  /**
   * Whether the product may run: it is licensed, or within a grace period. Where the licence could not be checked, as `whenUnknown` says. A
   * product that goes on in `notification` too, and reminds its user, looks at `state`.
   */
  readonly mayRun: boolean;
  readonly state: LicenceStateName;
  readonly reason: CheckReason;
  /** The reason, as a sentence without a full stop. */
  readonly text: string;
  /** What the product's user is to do, as a sentence without a full stop; null where there is nothing to do. */
  readonly advice: string | null;
  /** The state after this one, unless the computer is activated; the same where the state does not end. */
  readonly nextState: LicenceStateName;
  /** When the state ends; null where it does not. */
  readonly stateEnds: number | null;
  /** What went wrong in looking, or (`activate`) in activating; null where nothing did. */
  readonly error: Problem | null;

  /** 0 unlicensed, 1 licensed, 2 initial grace, 3 additional grace, 4 non-genuine grace, 5 notification (LicenseStatus). */
  readonly licenceStatus: 0 | 1 | 2 | 3 | 4 | 5;
  /** HRESULT: 0 while licensed (LicenseStatusReason). */
  readonly licenceStatusReason: number;
  /** Minutes until the state ends, of an activation as of a grace period; 0 where it does not end. */
  readonly gracePeriodRemaining: number;
  /** When an evaluation ends: null, for there are none in volume activation. */
  readonly evaluationEndDate: number | null;
  /** This computer's clock at the check. */
  readonly trustedTime: number;

  /** The activation ID of the product whose key is installed, with hyphens (ID). */
  readonly activationId: string | null;
  readonly name: string | null;
  readonly description: string | null;
  /** The edition (LicenseFamily). */
  readonly licenceFamily: string | null;
  readonly kind: "client" | "server" | null;
  readonly productKeyChannel: string | null;
  /** The serial of the installed client key, in decimal digits. */
  readonly productKeyId: string | null;
  /** The last five characters of the installed client key. */
  readonly partialProductKey: string | null;
  /** Computers that a host must have counted before it activates the product. */
  readonly requiredClientCount: number | null;
  readonly publisher: string | null;

  /** CMID, 32 hexadecimal digits; null until the folder has one. */
  readonly clientMachineId: string | null;
  readonly computer: string;
  /** How often the client can still be rearmed (RemainingSkuReArmCount). */
  readonly rearmsLeft: number | null;

  /** The KMS host that is set (/skms). */
  readonly keyManagementServiceMachine: string | null;
  readonly keyManagementServicePort: number | null;
  /** The DNS domain that is set to look for hosts in. */
  readonly keyManagementServiceLookupDomain: string | null;
  /** Whether the host that answered last is asked first. */
  readonly keyManagementServiceHostCaching: boolean | null;
  /** Whether hosts are looked for by multicast DNS too (not in WMI). */
  readonly multicast: boolean | null;
  /** The host that was found and activated last, while it is remembered. */
  readonly discoveredKeyManagementServiceMachineName: string | null;
  readonly discoveredKeyManagementServiceMachinePort: number | null;
  readonly discoveredKeyManagementServiceMachineIpAddress: string | null;
  /** 0 for all kinds, 2 for activation by a KMS host alone (VLActivationTypeEnabled). */
  readonly vlActivationTypeEnabled: 0 | 2 | null;
  /** Minutes between tries until activated, as a host last told it; null before one has. */
  readonly vlActivationInterval: number | null;
  /** Minutes between renewals once activated, as a host last told it; null before one has. */
  readonly vlRenewalInterval: number | null;

  /** When the stored activation was signed, as its host's clock had it (not in WMI). */
  readonly activationIssued: number | null;
  /** When the stored activation ends (not in WMI). */
  readonly activationEnds: number | null;
  /** When it is to be renewed (not in WMI). */
  readonly renewalDue: number | null;
  /** The host's count of computers when it activated this one. */
  readonly keyManagementServiceCurrentCount: number | null;
  /** The serial of the key of the host that activated, in decimal digits. */
  readonly keyManagementServiceProductKeyId: string | null;
  /** Always false: a product is a client. */
  readonly isKeyManagementServiceMachine: false;
  /** Always null: a client is not activated by telephone, its host is. */
  readonly offlineInstallationId: null;
}

/** What `startRenewal` takes besides. */
export interface RenewalOptions extends LicenceOptions {
  /** Is told what stands in the way of an activation, each time that it is something else; it is tried again by itself. */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
}

/** A renewal that runs. */
export interface Renewal {
  /** What stands in the way of an activation; null where nothing does, or where it was not tried yet. */
  readonly problem: Problem | null;
  /** Ends it. Resolves once nothing more is written. */
  stop(): Promise<void>;
}
