import { OperationError } from "../policy/operation_error.ts";
import type { HostFacts, HostState, UncountedFacts } from "../policy/state.ts";
import { HostUnavailable } from "./host_unavailable.ts";
import type { Recovered, Sealed } from "./recovery.ts";

/** Machines that records are kept of, and those of them that count. */
export interface Totals {
  readonly known: number;
  readonly counted: number;
}

const NO_TOTALS: Totals = { known: 0, counted: 0 };

/** What can be told of a state that is not at hand: what was known last. */
export interface KnownLast {
  readonly facts: HostFacts | undefined;
  readonly totals: Totals;
}

/** The disk failed, and the state is to be read again. */
export interface Failed extends KnownLast {
  readonly kind: "failed";
  readonly reason: string;
}

/** How it stands with a host's state. */
export type Opened = Recovered | Sealed | Failed;

export const NOT_READ: Failed = {
  kind: "failed",
  reason: "the state is not read yet",
  facts: undefined,
  totals: NO_TOTALS,
};

/** `now`: milliseconds since 1970. */
export function knownLast(state: HostState, now: number): KnownLast {
  return { facts: state.facts, totals: state.machines.totals(now) };
}

/** Undefined where the state is sealed. */
export function factsOf(opened: Opened): HostFacts | undefined {
  if (opened.kind === "recovered") return opened.state.facts;
  return opened.kind === "failed" ? opened.facts : undefined;
}

/** Cheaper than factsOf, which copies the counters: it is for what is asked with every request. */
export function uncountedOf(opened: Opened): UncountedFacts | undefined {
  return opened.kind === "recovered" ? opened.state.uncounted : factsOf(opened);
}

/** The count as it is at `now` (milliseconds since 1970); while the disk fails, as it was before. */
export function totalsOf(opened: Opened, now: number): Totals {
  if (opened.kind === "recovered") return opened.state.machines.totals(now);
  return opened.kind === "failed" ? opened.totals : NO_TOTALS;
}

/** Why the state cannot be used, as an error for people. */
export function refusalOf(opened: Sealed | Failed): OperationError {
  if (opened.kind === "failed") return new HostUnavailable(`The state is not at hand: ${opened.reason}`);
  const { reason, remedy } = opened;
  return new OperationError(`The state folder is sealed: ${reason}`, { remedy });
}
