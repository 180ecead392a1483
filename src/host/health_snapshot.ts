import type { Snapshot, StateSnapshot } from "../health/judge.ts";
import { ACTIVATION_FAULTS, type ActivationStatus } from "./activation.ts";
import type { Host } from "./host.ts";

/** What only who runs the host knows. */
export interface Surroundings {
  readonly running: boolean;
  readonly freeBytes: number | undefined;
  /** Why the disk failed since the last look, though it works again. */
  readonly failed?: string | undefined;
  /** Requests refused within the last hour, but for those that only came too early. */
  readonly refusals: number;
}

/** A host as it is at `now`, milliseconds since 1970. Throws DecodeError where its state holds certificates that are none. */
export function healthSnapshot(host: Host, now: number, surroundings: Surroundings): Snapshot {
  const { running, freeBytes, refusals, failed } = surroundings;
  return {
    now,
    running,
    freeBytes,
    failed,
    trouble: host.trouble,
    state: stateSnapshot(host, now, refusals),
  };
}

function stateSnapshot(host: Host, now: number, refusals: number): StateSnapshot | undefined {
  const { facts, trouble } = host;
  if (facts === undefined || trouble?.kind === "sealed") return undefined;
  const { settings, health, dns } = facts;
  const { known, counted } = host.totals(now);
  const { duplicates, addressesRefused } = trouble === undefined ? seenByState(host, now) : NOTHING_SEEN;
  const activation = activationSnapshot(host.activation(now));
  return {
    settings,
    health,
    dns,
    known,
    count: counted,
    duplicates,
    addressesRefused,
    refusals,
    activation,
  };
}

const NOTHING_SEEN = { duplicates: 0, addressesRefused: [] };

function seenByState({ state }: Host, now: number): Pick<StateSnapshot, keyof typeof NOTHING_SEEN> {
  return {
    duplicates: state.machines.duplicates(now),
    addressesRefused: state.newcomers.refused(state.facts.settings.addressLimit, now),
  };
}

function activationSnapshot(status: ActivationStatus): StateSnapshot["activation"] {
  if (status.kind !== "activated") {
    return { fault: ACTIVATION_FAULTS[status.kind], ends: undefined, authorityEnds: undefined };
  }
  const { certificate, authority } = status.serving;
  return {
    fault: undefined,
    ends: certificate.notAfter * 60_000,
    authorityEnds: authority.notAfter * 60_000,
  };
}
