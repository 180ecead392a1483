/** Result codes as they travel and are shown. The numbers are fixed (SPEC 8). */
export const HResult = {
  activated: 0,
  offlineDataMalformed: 0xC004F02C,
  belowThreshold: 0xC004F038,
  notAHost: 0xC004F039,
  hostNotActivated: 0xC004F041,
  productNotServed: 0xC004F042,
  keyInvalid: 0xC004F050,
  keyBlocked: 0xC004F051,
  keyNotInstalled: 0xC004F014,
  productNotInstalled: 0xC004F015,
  hardwareChanged: 0xC004F00F,
  rearmLimitReached: 0xC004D307,
  accessDenied: 0x80070005,
  clockOff: 0xC004F06C,
  noHostAnswered: 0xC004F074,
  keyLimitReached: 0xC004C008,
  machineLimitReached: 0x8007000E,
  malformed: 0x80070057,
  tryLater: 0x800710D9,
} as const;
export type HResult = typeof HResult[keyof typeof HResult];

const TEXTS: Readonly<Record<HResult, string>> = {
  [HResult.activated]: "activated",
  [HResult.offlineDataMalformed]:
    "the Installation ID or Confirmation ID is malformed or belongs to another host",
  [HResult.belowThreshold]: "the host has counted too few computers for this product",
  [HResult.notAHost]: "this computer is not a KMS host",
  [HResult.hostNotActivated]: "the KMS host is not activated",
  [HResult.productNotServed]: "the KMS host does not serve this product",
  [HResult.keyInvalid]: "the product key is not valid",
  [HResult.keyBlocked]: "the product key is blocked",
  [HResult.keyNotInstalled]: "no product key is installed",
  [HResult.productNotInstalled]: "no such product is installed",
  [HResult.hardwareChanged]: "too much of the hardware has changed",
  [HResult.rearmLimitReached]: "no rearm is left",
  [HResult.accessDenied]: "the user may not do this",
  [HResult.clockOff]: "the clocks of client and host are more than 4 hours apart",
  [HResult.noHostAnswered]: "no KMS host answered",
  [HResult.keyLimitReached]: "the product key has reached its limit of hosts or of activations",
  [HResult.machineLimitReached]: "the KMS host holds its limit of machines",
  [HResult.malformed]: "the request is malformed",
  [HResult.tryLater]: "the KMS host could not record the activation; try later",
};

const REMEDIES: Partial<Readonly<Record<HResult, string>>> = {
  [HResult.notAHost]: "install a host key with kms /ipk KEY, or name the host's folder with --state DIR",
  [HResult.hostNotActivated]: "activate the host: kms /ato on it",
  [HResult.productNotServed]: "the host needs a key for the product: ask the publisher",
  [HResult.keyInvalid]: "compare the key with the one that you were given",
  [HResult.keyBlocked]: "ask the publisher why, or for another key",
  [HResult.keyNotInstalled]: "kms /ipk KEY",
  [HResult.productNotInstalled]: "kms /dlv All shows what is installed, with its activation IDs",
  [HResult.hardwareChanged]: "activate again: kms /ato",
  [HResult.rearmLimitReached]:
    "activate instead: kms /ato; or ask the publisher for a licence file that allows more",
  [HResult.accessDenied]: "sign in as an administrator: kms admin user list on the host shows who is one",
  [HResult.clockOff]: "set the clocks of this computer and of the host",
  [HResult.noHostAnswered]:
    "check that the host is the publisher's, runs, and can be reached: kms /skms HOST[:PORT]",
  [HResult.keyLimitReached]: "ask the publisher to allow more",
  [HResult.machineLimitReached]: "raise the host's limit of machines",
  [HResult.tryLater]: "look at the disk of the host",
};

/** What a person may do about a code, where that does not depend on the place; undefined where it does. */
export function remedyOf(code: HResult): string | undefined {
  return REMEDIES[code];
}

/** `0xC004F038`: eight upper-case hexadecimal digits. */
export function formatHResult(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(8, "0")}`;
}

/** The sentence for a code, without a full stop; for a code that is not ours, `unknown result`. */
export function describeHResult(code: number): string {
  return (TEXTS as Record<number, string | undefined>)[code] ?? "unknown result";
}
