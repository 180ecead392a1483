import type { ClientStatus } from "../../api/types.ts";
import { LICENCE_STATE_NAMES, mayRunIn } from "../../policy/licence_state.ts";
import { formatSpan } from "../../policy/wording.ts";
import { LicenceState } from "../../protocol/licence_state.ts";
import { addressText, clientExpiry, leaseText } from "./display.ts";
import { countOf, formatTime } from "../output.ts";

/**
 * How a client stands, as other programs read it: `kms client status --json`, whose members docs/clients.md describes. None of them goes
 * or comes to mean another thing; there may be more. Times are milliseconds since 1970.
 */
export function standingOf(status: ClientStatus) {
  const { product, licenceState, licenceReason, nextLicenceState, minutesLeft, stateEnds, lease, hostInUse } =
    status;
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
    ends: stateEnds,
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

/** Whether a product may run: it is licensed, or within a grace period. */
export function mayRun({ licenceState }: ClientStatus): boolean {
  return mayRunIn(licenceState);
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
  if (status.licenceReason === "notInstalled") return noProduct(status);
  const { product, nextTry, stateEnds } = status;
  const until = stateEnds === null ? "" : ` until ${formatTime(stateEnds)}`;
  const next = nextTry === null ? "" : `; next try ${formatTime(nextTry)}`;
  return `${product === null ? "" : `${product.name}: `}${stateName(status)}${until}${next}`;
}

/** The same for a terminal, on which it is drawn anew: what counts comes first, for it may be narrow. */
export function shortRunLine(status: ClientStatus): string {
  if (status.licenceReason === "notInstalled") return noProduct(status);
  const { product, nextTry, stateEnds, time } = status;
  const next = nextTry === null
    ? ""
    : `; next try ${nextTry <= time ? "now" : `in ${formatSpan(nextTry - time)}`}`;
  const until = stateEnds === null ? "" : `; until ${formatTime(stateEnds)}`;
  return `${stateName(status)}${next}${until}${product === null ? "" : ` (${product.name})`}`;
}

function stateName({ licenceState }: ClientStatus): string {
  return LICENCE_STATE_NAMES[licenceState as LicenceState];
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
  return status.licenceReason === "notInstalled" ? noProduct(status) : clientExpiry(status);
}

function noProduct({ partialKey, publisher }: ClientStatus): string {
  if (partialKey === null) return "No product key is installed.";
  return publisher === null
    ? "Not activated: no licence file is installed."
    : "Not activated: the licence file does not know the product key.";
}

/** What ends with the state. */
function endsWith({ licenceState, minutesLeft }: ClientStatus): "lease" | "grace" | null {
  if (minutesLeft === 0) return null;
  return licenceState === LicenceState.licensed ? "lease" : "grace";
}
