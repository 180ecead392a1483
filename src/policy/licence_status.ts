import { HResult } from "../protocol/hresult.ts";
import { LicenceState } from "../protocol/licence_state.ts";
import type { LicenceReason } from "./licence_state.ts";

/** SL_E_NOT_GENUINE: what a non-genuine grace period has ended in is told apart from the end of the others. */
const NOT_GENUINE = 0xC004F064;

/** Reasons of the licence states (LicenseStatusReason), as the original gives them. */
const STATE_REASONS: Readonly<Record<LicenceState, number>> = {
  [LicenceState.unlicensed]: 0xC004F00E,
  [LicenceState.licensed]: HResult.activated,
  [LicenceState.outOfBoxGrace]: 0x4004F00C,
  [LicenceState.outOfToleranceGrace]: 0x4004F00D,
  [LicenceState.nonGenuineGrace]: 0x4004F065,
  [LicenceState.notification]: 0xC004F009,
};

const IN_DOUBT: ReadonlySet<LicenceReason> = new Set(["leaseForged", "licenceMissing", "clockBack"]);

/** The HRESULT by which administrators know why a client is in its state. */
export function licenceStatusReason(state: LicenceState, reason: LicenceReason): number {
  const isOver = state === LicenceState.notification || state === LicenceState.unlicensed;
  return isOver && IN_DOUBT.has(reason) ? NOT_GENUINE : STATE_REASONS[state];
}
