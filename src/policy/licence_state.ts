import { LicenceState } from "../protocol/licence_state.ts";
import { CLOCK_TOLERANCE_SECONDS } from "./clock_tolerance.ts";

/** What a client finds when it looks at its lease, the clock left aside. Times are milliseconds since 1970. */
export type LeaseFinding =
  /** There has been none since the client was set up, or since its key was removed. */
  | { readonly kind: "never" }
  /** It verifies on this computer, whether it has ended or not. */
  | { readonly kind: "sound"; readonly ends: number }
  /** It verifies, but fewer than three of four hardware components are those of this computer. */
  | { readonly kind: "otherComputer"; readonly ends: number }
  /** It does not verify, or is gone though there was one. */
  | { readonly kind: "forged" }
  /** Nothing is installed, by licence file and key, that could have one, and nothing was. */
  | { readonly kind: "noProduct" }
  /** There was one, and nothing to verify it by: the licence file is gone or damaged, or does not name the product any more. */
  | { readonly kind: "unverifiable" };

/** What a client has to remember to tell how it stands. Times are milliseconds since 1970. */
export interface LicenceMemory {
  /** When it was set up, or rearmed: the out-of-box grace begins here. */
  readonly since: number;
  /** The highest time seen since the last activation, which may have set it lower. */
  readonly highestTime: number;
  /** When it looked last. */
  readonly lastTime: number;
  /** When it was first seen that the hardware is not the lease's; null while it is. */
  readonly changedSince: number | null;
  /** By how much the clock was set back since the last activation in steps that were each small enough to be let pass, milliseconds. */
  readonly setBack: number;
  /** Milliseconds of the non-genuine grace that are spent. */
  readonly doubtSpent: number;
}

/** What the licence file says of clients. */
export interface GraceRules {
  /** Days of the out-of-box grace. */
  readonly graceDays: number;
  /** What a grace period ends in. */
  readonly afterGrace: AfterGrace;
}
export const AFTER_GRACE = ["notification", "unlicensed"] as const;
export type AfterGrace = typeof AFTER_GRACE[number];

/** Why a client is in its state. */
export const LICENCE_REASONS = [
  "leaseHolds",
  "notActivatedYet",
  "leaseEnded",
  "hardwareChanged",
  "leaseForged",
  "licenceMissing",
  "clockBack",
  "notInstalled",
] as const;
export type LicenceReason = typeof LICENCE_REASONS[number];

export interface LicenceStanding {
  readonly state: LicenceState;
  readonly reason: LicenceReason;
  /** When the state ends, milliseconds since 1970; null where it does not. */
  readonly ends: number | null;
  /** Minutes until then, rounded up; 0 where it does not end. */
  readonly minutesLeft: number;
  /** The state after this one, unless the client activates; the same where it does not end. */
  readonly next: LicenceState;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** The grace after a change of hardware or the end of a lease, and where lease or clock are in doubt. */
const OUT_OF_TOLERANCE_MS = 30 * DAY_MS;
const NON_GENUINE_MS = 30 * DAY_MS;
/** How far a clock may be behind the highest time seen, and how far it may be set back in all by smaller steps. */
const TOLERANCE_MS = CLOCK_TOLERANCE_SECONDS * 1000;
const SET_BACK_MS = DAY_MS;

/**
 * What is remembered after a look at the lease at `now`. A clock that was set back cannot measure the time in doubt, so what passes
 * between one look and the next is added up: neither setting it back again nor forward again gives any of it back.
 */
export function remember(before: LicenceMemory, lease: LeaseFinding, now: number): LicenceMemory {
  const passed = now - before.lastTime;
  const small = passed < 0 && now >= before.highestTime - TOLERANCE_MS;
  const memory = {
    since: before.since,
    highestTime: Math.max(before.highestTime, now),
    lastTime: now,
    changedSince: changedSince(before, lease, now),
    setBack: before.setBack + (small ? -passed : 0),
    doubtSpent: before.doubtSpent,
  };
  if (passed <= 0 || !isInDoubt(memory, lease, now)) return memory;
  return { ...memory, doubtSpent: before.doubtSpent + passed };
}

/** What is remembered after an activation at `now`: a host that signs vouches for the clock, and every grace begins anew. */
export function rememberActivation({ since }: LicenceMemory, now: number): LicenceMemory {
  return { ...newLicenceMemory(now), since };
}

/**
 * What is remembered after a signed refusal, whose time (milliseconds since 1970) stood against the clock: the host vouches for the clock
 * and for nothing else. No grace begins anew, or who is refused again and again would never see the end of one.
 */
export function rememberRefusal(memory: LicenceMemory, hostTime: number): LicenceMemory {
  return { ...memory, highestTime: Math.min(memory.highestTime, hostTime), setBack: 0 };
}

/** What a client remembers that is set up, or rearmed, at `now`. */
export function newLicenceMemory(now: number): LicenceMemory {
  return { since: now, highestTime: now, lastTime: now, changedSince: null, setBack: 0, doubtSpent: 0 };
}

/** How a client stands at `now`, which `memory` holds already (remember). */
export function licenceStanding(
  memory: LicenceMemory,
  lease: LeaseFinding,
  rules: GraceRules,
  now: number,
): LicenceStanding {
  if (lease.kind === "noProduct") return NOT_INSTALLED;
  const grace = graceOf(memory, lease, rules, now);
  const after = rules.afterGrace === "unlicensed" ? LicenceState.unlicensed : LicenceState.notification;
  const { state, reason, ends } = grace;
  if (ends <= now) return { state: after, reason, ends: null, minutesLeft: 0, next: after };
  const minutesLeft = Math.ceil((ends - now) / MINUTE_MS);
  const next = state === LicenceState.licensed ? LicenceState.outOfToleranceGrace : after;
  return { state, reason, ends, minutesLeft, next };
}

/** There is nothing that could run: no grace has begun, whatever the clock says. */
const NOT_INSTALLED: LicenceStanding = {
  state: LicenceState.unlicensed,
  reason: "notInstalled",
  ends: null,
  minutesLeft: 0,
  next: LicenceState.unlicensed,
};

interface Grace {
  readonly state: LicenceState;
  readonly reason: LicenceReason;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

function graceOf(
  memory: LicenceMemory,
  lease: LeaseFinding,
  { graceDays }: GraceRules,
  now: number,
): Grace {
  if (isInDoubt(memory, lease, now)) {
    return {
      state: LicenceState.nonGenuineGrace,
      reason: doubt(lease),
      ends: now + NON_GENUINE_MS - memory.doubtSpent,
    };
  }
  switch (lease.kind) {
    case "sound": {
      if (now < lease.ends) {
        return { state: LicenceState.licensed, reason: "leaseHolds", ends: lease.ends };
      }
      return outOfTolerance("leaseEnded", lease.ends);
    }
    case "otherComputer":
      return outOfTolerance("hardwareChanged", Math.min(memory.changedSince ?? now, lease.ends));
    default: {
      const ends = memory.since + graceDays * DAY_MS;
      return { state: LicenceState.outOfBoxGrace, reason: "notActivatedYet", ends };
    }
  }
}

function doubt({ kind }: LeaseFinding): LicenceReason {
  if (kind === "forged") return "leaseForged";
  return kind === "unverifiable" ? "licenceMissing" : "clockBack";
}

function outOfTolerance(reason: LicenceReason, began: number): Grace {
  return { state: LicenceState.outOfToleranceGrace, reason, ends: began + OUT_OF_TOLERANCE_MS };
}

function isInDoubt({ highestTime, setBack }: LicenceMemory, lease: LeaseFinding, now: number): boolean {
  const isVerified = lease.kind !== "forged" && lease.kind !== "unverifiable";
  return !isVerified || now < highestTime - TOLERANCE_MS || setBack > SET_BACK_MS;
}

function changedSince(memory: LicenceMemory, lease: LeaseFinding, now: number): number | null {
  if (lease.kind === "otherComputer") return memory.changedSince ?? now;
  return lease.kind === "sound" ? null : memory.changedSince;
}

const WORKING: readonly number[] = [
  LicenceState.licensed,
  LicenceState.outOfBoxGrace,
  LicenceState.outOfToleranceGrace,
  LicenceState.nonGenuineGrace,
];

/** Whether a product may run in a state: it is licensed, or within a grace period. */
export function mayRunIn(state: number): boolean {
  return WORKING.includes(state);
}

/** The names that administrators know the states by. */
export const LICENCE_STATE_NAMES: Readonly<Record<LicenceState, string>> = {
  [LicenceState.unlicensed]: "Unlicensed",
  [LicenceState.licensed]: "Licensed",
  [LicenceState.outOfBoxGrace]: "Initial grace period",
  [LicenceState.outOfToleranceGrace]: "Additional grace period",
  [LicenceState.nonGenuineGrace]: "Non-genuine grace period",
  [LicenceState.notification]: "Notification",
};

/** What people are told of a reason: a sentence without its full stop. */
export const LICENCE_REASON_TEXTS: Readonly<Record<LicenceReason, string>> = {
  leaseHolds: "the activation holds",
  notActivatedYet: "this computer has not been activated yet",
  leaseEnded: "the activation has ended without being renewed",
  hardwareChanged:
    "the hardware is not that of the activation: fewer than three of four components are the same",
  leaseForged: "the stored activation is gone or was changed",
  licenceMissing: "no licence file is installed that the stored activation can be verified by",
  clockBack: "the clock is behind a time that was seen before",
  notInstalled: "no licence file is installed, or no product key that it knows",
};
