import { standingOf } from "../policy/machine_standing.ts";
import type { MachineRecord } from "../table/record.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { LicenceState } from "../protocol/licence_state.ts";

/** A machine that will no longer be licensed, or in grace, at a known time. A short-lived one is meant to end, and is none. */
export interface Lapsing {
  readonly machine: MachineRecord;
  readonly state: LicenceState;
  readonly ends: number;
}

/** Soonest first. */
export function lapsing(
  machines: readonly MachineRecord[],
  productOf: (productId: string) => Product | undefined,
  now: number,
): Lapsing[] {
  const found: Lapsing[] = [];
  for (const machine of machines) {
    const { state, ends } = standingOf(machine, productOf(machine.productId), now);
    if (ends !== null && !machine.ephemeral) found.push({ machine, state, ends });
  }
  return found.sort((a, b) => a.ends - b.ends || order(a.machine.machineId, b.machine.machineId));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
