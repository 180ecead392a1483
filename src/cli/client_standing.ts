import type { ClientStatus } from "../api/types.ts";
import { LICENCE_REASON_TEXTS, LICENCE_STATE_NAMES, mayRunIn } from "../policy/licence_state.ts";
import { formatSpan } from "../policy/wording.ts";
import { LicenceState } from "../protocol/request.ts";
import { addressText, clientExpiry, leaseText } from "./display.ts";
import { countOf, formatTime } from "./output.ts";

const MINUTE_MS = 60_000;

/**
 * How a client stands, as other programs read it: `kms client status --json`, whose members docs/clients.md describes. None of them goes
 * or comes to mean another thing; there may be more. Times are milliseconds since 1970.
 */
export function standingOf(status: ClientStatus) {
  const { product, licenceState, licenceReason, nextLicenceState, minutesLeft, lease, hostInUse } = status;
  return {
    format: 1,
    computer: status.computer,
    time: status.time,
    product: product === null ? null : { id: product.id, name: product.name, edition: product.edition },
    mayRun: mayRun(status),
    state: licenceState,
    stateName: LICENCE_STATE_NAMES[licenceState as LicenceState],
    reason: licenceReason,
    message: messageOf(status),
    minutesLeft,
    ends: endOf(status),
    endsWith: endsWith(status),
    nextState: nextLicenceState,
    nextStateName: LICENCE_STATE_NAMES[nextLicenceState as LicenceState],
    lease: lease === null ? null : { ...lease, holds: lease.kind === "holds" },
    host: hostInUse === null ? null : addressText(hostInUse),
    ...status.intervals,
    nextTry: status.nextTry,
  };
}
export type Standing = ReturnType<typeof standingOf>;

/** Whether a product may run: it is licensed, or within a grace period. Without a key there is no product. */
export function mayRun({ product, licenceState }: ClientStatus): boolean {
  return product !== null && mayRunIn(licenceState);
}

/** What `kms client status` shows. */
export function standingLines(status: ClientStatus): string[] {
  const { product, lease, intervals, nextTry, hostInUse } = status;
  const { activationInterval, renewalInterval } = intervals;
  return [
    `Product: ${product === null ? "(no product key)" : `${product.name}, ${product.edition}`}`,
    `Licence state: ${LICENCE_STATE_NAMES[status.licenceState as LicenceState]}`,
    `    ${messageOf(status)}`,
    ...leftLines(status),
    lease === null ? "Lease: none" : `Lease: ${leaseText(lease)}`,
    ...(lease === null || lease.issued === null || lease.renewAfter === null ? [] : [
      `    Issued: ${formatTime(lease.issued)}`,
      `    To be renewed: ${formatTime(lease.renewAfter)}`,
    ]),
    `KMS host: ${hostInUse === null ? "looked for in DNS" : addressText(hostInUse)}`,
    `Intervals: ${activationInterval} minutes until activated, then ${renewalInterval} minutes`,
    `Next try: ${
      nextTry === null ? "none is planned: kms client run is not running, or waits" : formatTime(nextTry)
    }`,
  ];
}

/** One line on a client that is kept activated, for a log. */
export function runLine(status: ClientStatus): string {
  const { product, nextTry } = status;
  const next = nextTry === null ? "" : `; next try ${formatTime(nextTry)}`;
  return product === null ? "No product key is installed" : `${product.name}: ${untilWhen(status)}${next}`;
}

/** The same for a terminal, on which it is drawn anew: what counts comes first, for it may be narrow. */
export function shortRunLine(status: ClientStatus): string {
  const { product, nextTry, time } = status;
  const next = nextTry === null
    ? ""
    : `; next try ${nextTry <= time ? "now" : `in ${formatSpan(nextTry - time)}`}`;
  return product === null ? "No product key is installed" : `${untilWhen(status)}${next} (${product.name})`;
}

function untilWhen(status: ClientStatus): string {
  const ends = endOf(status);
  const until = ends === null ? "" : ` until ${formatTime(ends)}`;
  return LICENCE_STATE_NAMES[status.licenceState as LicenceState] + until;
}

function leftLines({ minutesLeft, nextLicenceState }: ClientStatus): string[] {
  if (minutesLeft === 0) return [];
  return [
    `    Time left: ${countOf(minutesLeft, "minute")} (${countOf(Math.floor(minutesLeft / 1440), "day")})`,
    `    Then: ${LICENCE_STATE_NAMES[nextLicenceState as LicenceState]}`,
  ];
}

/** What a person at the product is told: one sentence. */
function messageOf(status: ClientStatus): string {
  return status.product === null ? noProduct(status) : clientExpiry(status);
}

function noProduct({ partialKey, publisher }: ClientStatus): string {
  if (partialKey === null) return "No product key is installed.";
  return publisher === null
    ? `Not activated: ${LICENCE_REASON_TEXTS.licenceMissing}.`
    : "Not activated: the licence file does not know the product key.";
}

/** When the state ends, unless the client activates; null where it does not. */
function endOf({ lease, licenceState, minutesLeft, time }: ClientStatus): number | null {
  if (licenceState === LicenceState.licensed && lease?.ends != null) return lease.ends;
  return minutesLeft === 0 ? null : time + minutesLeft * MINUTE_MS;
}

/** What ends with the state. */
function endsWith({ licenceState, minutesLeft }: ClientStatus): "lease" | "grace" | null {
  if (minutesLeft === 0) return null;
  return licenceState === LicenceState.licensed ? "lease" : "grace";
}
