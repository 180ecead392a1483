import type { MachineRecord } from "../table/record.ts";
import { HResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import { LicenceState } from "../protocol/licence_state.ts";

/** The licence state that a machine is in now, as far as the host can know it. */
export interface Standing {
  readonly state: LicenceState;
  /** When that state ends, milliseconds since 1970; null where it does not end by itself. */
  readonly ends: number | null;
}

const MINUTE_MS = 60_000;
/** A client takes no longer lease (SPEC 9). */
const LONGEST_LEASE_MINUTES = 180 * 1440;

/**
 * What a machine said of itself and what it was answered, carried on to `now`: who was activated has a lease of its product's
 * validity from then on; who was not goes on in the state that it reported; where that has ended, it is in notification.
 */
export function standingOf(machine: MachineRecord, product: Product | undefined, now: number): Standing {
  const after = afterAnswer(machine, product);
  if (after.ends === null || after.ends > now) return after;
  return { state: LicenceState.notification, ends: null };
}

function afterAnswer(machine: MachineRecord, product: Product | undefined): Standing {
  if (machine.result === HResult.activated) {
    const minutes = leaseMinutes(machine, product);
    return { state: LicenceState.licensed, ends: machine.lastSeen + minutes * MINUTE_MS };
  }
  const state = machine.licenceState as LicenceState;
  return {
    state,
    ends: machine.minutesLeft === 0 ? null : machine.lastSeen + machine.minutesLeft * MINUTE_MS,
  };
}

function leaseMinutes({ ephemeral }: MachineRecord, product: Product | undefined): number {
  const given = ephemeral ? product?.ephemeralMinutes : product?.validityMinutes;
  return Math.min(given ?? LONGEST_LEASE_MINUTES, LONGEST_LEASE_MINUTES);
}
