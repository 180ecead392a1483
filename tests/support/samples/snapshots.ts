import type { Snapshot, StateSnapshot } from "../../../src/health/judge.ts";
import { INITIAL_HEALTH } from "../../../src/policy/alerts.ts";
import { INITIAL_SETTINGS } from "../../../src/policy/settings.ts";
import { DAY, START } from "../counting.ts";

const GIGABYTE = 1_000_000_000;

/** The state of a host with which nothing is wrong. */
export function healthyState(changes: Partial<StateSnapshot> = {}): StateSnapshot {
  return {
    settings: INITIAL_SETTINGS,
    health: { ...INITIAL_HEALTH, quietSince: START },
    dns: {},
    count: 30,
    known: 40,
    duplicates: 0,
    addressesRefused: [],
    refusals: 0,
    activation: { fault: undefined, ends: START + 300 * DAY, authorityEnds: START + 900 * DAY },
    ...changes,
  };
}

/** A host with which nothing is wrong, and what is. */
export function snapshotOf(
  state: Partial<StateSnapshot> = {},
  changes: Partial<Snapshot> = {},
): Snapshot {
  return {
    now: START,
    running: true,
    trouble: undefined,
    freeBytes: 40 * GIGABYTE,
    state: healthyState(state),
    ...changes,
  };
}
