import { LicenceState } from "../protocol/request.ts";

/** A client's licence state and the minutes until it ends, 0 when it does not. */
export interface LicenceStanding {
  readonly state: LicenceState;
  readonly minutesLeft: number;
}

export interface ClientCircumstances {
  /** When the lease ends, milliseconds since 1970; undefined where there is none that holds. */
  readonly leaseEnds: number | undefined;
  /** When the client was set up, milliseconds since 1970. */
  readonly since: number;
  /** Days after that in which the product works without an activation. */
  readonly graceDays: number;
}

const MINUTE_MS = 60_000;

/** Where a client stands at `now` (milliseconds since 1970): licensed by its lease, else in grace, else notified. */
export function licenceStanding(
  { leaseEnds, since, graceDays }: ClientCircumstances,
  now: number,
): LicenceStanding {
  if (leaseEnds !== undefined && now < leaseEnds) {
    return { state: LicenceState.licensed, minutesLeft: Math.ceil((leaseEnds - now) / MINUTE_MS) };
  }
  const graceEnds = since + graceDays * 1440 * MINUTE_MS;
  if (now < graceEnds) {
    return { state: LicenceState.outOfBoxGrace, minutesLeft: Math.ceil((graceEnds - now) / MINUTE_MS) };
  }
  return { state: LicenceState.notification, minutesLeft: 0 };
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
