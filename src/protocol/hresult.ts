/** The results that travel: in a reply, in an error frame, in an answer of the activation service. The numbers are fixed (SPEC 8). */
export const ProtocolResult = {
  activated: 0,
  offlineDataMalformed: 0xC004F02C,
  belowThreshold: 0xC004F038,
  notAHost: 0xC004F039,
  hostNotActivated: 0xC004F041,
  productNotServed: 0xC004F042,
  keyInvalid: 0xC004F050,
  keyBlocked: 0xC004F051,
  clockOff: 0xC004F06C,
  noHostAnswered: 0xC004F074,
  keyLimitReached: 0xC004C008,
  machineLimitReached: 0x8007000E,
  malformed: 0x80070057,
  tryLater: 0x800710D9,
  networkRefused: 0x80070041,
} as const;

/** Result codes as they are shown: those that travel, and those that a computer finds out by itself and never sends. */
export const HResult = {
  ...ProtocolResult,
  keyNotInstalled: 0xC004F014,
  productNotInstalled: 0xC004F015,
  hardwareChanged: 0xC004F00F,
  rearmLimitReached: 0xC004D307,
  accessDenied: 0x80070005,
  serverUnavailable: 0x800706BA,
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
  [HResult.clockOff]: "the clocks of client and host are more than 4 hours apart",
  [HResult.noHostAnswered]: "no KMS host answered",
  [HResult.keyLimitReached]: "the product key has reached its limit of hosts or of activations",
  [HResult.machineLimitReached]: "the KMS host holds its limit of machines",
  [HResult.malformed]: "the request is malformed",
  [HResult.tryLater]: "the KMS host could not record the activation; try later",
  [HResult.networkRefused]: "the KMS host takes no computers of public networks",
  [HResult.keyNotInstalled]: "no product key is installed",
  [HResult.productNotInstalled]: "no such product is installed here",
  [HResult.hardwareChanged]: "the hardware has changed too much",
  [HResult.rearmLimitReached]: "no rearm is left",
  [HResult.accessDenied]: "the user may not do this",
  [HResult.serverUnavailable]: "the other computer does not answer",
};

const REMEDIES = {
  [HResult.notAHost]: "install a host key with kms /ipk KEY, or name the host's folder with --state DIR",
  [HResult.hostNotActivated]: "activate the host: kms /ato on it",
  [HResult.productNotServed]: "the host needs a key for the product: ask the publisher",
  [HResult.keyInvalid]: "compare the key with the one that you were given",
  [HResult.keyBlocked]: "ask the publisher why, or for another key",
  [HResult.clockOff]: "set the clocks of this computer and of the host",
  [HResult.noHostAnswered]:
    "check that the host is the publisher's, runs, and can be reached: kms /skms HOST[:PORT]",
  [HResult.keyLimitReached]: "ask the publisher to allow more",
  [HResult.machineLimitReached]: "raise the host's limit of machines",
  [HResult.tryLater]:
    "kms why --host on the host says why: its disk, or too many new computers from one address",
  [HResult.networkRefused]:
    "on the host: kms machines limits --public on, if such computers are to be served",
  [HResult.keyNotInstalled]: "install one: kms /ipk KEY",
  [HResult.productNotInstalled]:
    "kms /dlv All shows what is installed; a licence file with the product comes in with kms /ilc FILE",
  [HResult.hardwareChanged]: "activate again: kms /ato",
  [HResult.rearmLimitReached]:
    "activate instead: kms /ato; or ask the publisher for a licence file that allows more",
  [HResult.accessDenied]: "sign in as an administrator: kms admin user list on the host shows who is one",
  [HResult.serverUnavailable]:
    "check name and port, and the firewall; on the other computer: kms admin enable, with the host running",
} as const satisfies Partial<Record<HResult, string>>;

/** Of the codes whose remedy depends on the place, which says it there, what holds everywhere. */
const ADVICE: Readonly<Record<Exclude<HResult, 0 | keyof typeof REMEDIES>, string>> = {
  [HResult.offlineDataMalformed]:
    "compare the Installation ID (kms /dti) and the Confirmation ID (kms /atp CID) with what was read out, block by block",
  [HResult.belowThreshold]:
    "this computer is counted from now on: kms /ato again when more have asked; kms /dli on the host shows the count",
  [HResult.malformed]: "correct what was typed; between two computers, bring both to one version of kms",
};

/** What a person may do about a code, where that does not depend on the place; undefined where it does. */
export function remedyOf(code: HResult): string | undefined {
  return (REMEDIES as Partial<Record<HResult, string>>)[code];
}

/** What a person may do about a code without a word on where it came up; undefined for success alone. */
export function adviceOn(code: HResult): string | undefined {
  return remedyOf(code) ?? (ADVICE as Partial<Record<HResult, string>>)[code];
}

/** The result of that number, where it is one. */
export function knownResult(code: number | null): HResult | undefined {
  return Object.values(HResult).find((known) => known === code);
}

/** The result of that number, where it is one that may come from another computer. */
export function protocolResult(code: number | null): HResult | undefined {
  return Object.values(ProtocolResult).find((known) => known === code);
}

/** `0xC004F038`: eight upper-case hexadecimal digits. */
export function formatHResult(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(8, "0")}`;
}

/** The sentence for a code, without a full stop; for a code that is not ours, `unknown result`. */
export function describeHResult(code: number): string {
  return (TEXTS as Record<number, string | undefined>)[code] ?? "unknown result";
}
