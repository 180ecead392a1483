import type { ClientStatus, HostStatus, Status } from "../api/types.ts";
import { LICENCE_STATE_NAMES } from "../policy/licence_state.ts";
import { describeHResult, formatHResult } from "../protocol/hresult.ts";
import type { LicenceState } from "../protocol/request.ts";
import { countOf, formatTime } from "./output.ts";

/** What /dli shows. */
export function shortLines(status: Status): string[] {
  switch (status.role) {
    case "host":
      return [...hostIdentity(status), ...hostCounts(status)];
    case "client":
      return clientLines(status);
    case "none":
      return noRoleLines(status);
  }
}

/** What /dlv shows. */
export function longLines(status: Status): string[] {
  switch (status.role) {
    case "host":
      return [
        ...hostIdentity(status),
        ...hostLicence(status),
        ...hostCounts(status),
        ...hostProducts(status),
        ...hostRequests(status),
      ];
    case "client":
      return [...clientLines(status), ...clientDetails(status)];
    case "none":
      return noRoleLines(status);
  }
}

/** What /xpr shows: until when it is licensed. */
export function expiryLines(status: Status): string[] {
  switch (status.role) {
    case "host":
      return [
        status.activation.ends === null
          ? `Not activated: ${status.activation.text}.`
          : `The KMS host is activated until ${formatTime(status.activation.ends)}.`,
      ];
    case "client":
      return [clientExpiry(status)];
    case "none":
      return ["No product key is installed."];
  }
}

function hostIdentity(status: HostStatus): string[] {
  const publisher = status.publisher?.name ?? "(no licence file)";
  return [
    `Name: KMS host of ${publisher}`,
    `Description: volume activation on ${status.computer}`,
    `Partial product key: ${status.key?.partialKey ?? "(none)"}`,
    `License status: ${status.activation.activated ? "Licensed" : `Unlicensed: ${status.activation.text}`}`,
    ...(status.trouble === null ? [] : troubleLines(status.trouble)),
  ];
}

function troubleLines({ reason, remedy }: NonNullable<HostStatus["trouble"]>): string[] {
  return [`Signing nothing: ${reason}`, ...(remedy === null ? [] : [`To mend it: ${remedy}`])];
}

function hostLicence({ activation, publisher, key }: HostStatus): string[] {
  return [
    `Key serial: ${key?.serial ?? "(none)"}`,
    `Licence file serial: ${publisher?.licenceSerial ?? "(none)"}`,
    `Activation service: ${publisher?.url ?? "(none: by telephone)"}`,
    ...(activation.ends === null ? [] : [
      `Activation number: ${activation.sequence}`,
      `Activated until: ${formatTime(activation.ends)} (${countOf(activation.daysLeft ?? 0, "day")})`,
    ]),
  ];
}

function hostCounts({ listening, settings, count, known }: HostStatus): string[] {
  const port = listening === null
    ? `${settings.port} (not running: kms serve)`
    : `${listening.port} on ${listening.address}`;
  return [
    "Key Management Service is enabled on this computer.",
    `    Current count: ${count}`,
    `    Machines known: ${known}`,
    `    Listening on port: ${port}`,
    `    Activation interval: ${settings.activationInterval} minutes`,
    `    Renewal interval: ${settings.renewalInterval} minutes`,
  ];
}

function hostProducts({ products, count }: HostStatus): string[] {
  const line = ({ name, threshold, served }: HostStatus["products"][number]) => {
    const missing = Math.max(0, threshold - count);
    const state = !served
      ? "not served by this host"
      : missing === 0
      ? "activated"
      : `${countOf(missing, "computer")} missing`;
    return `    ${name}: from ${threshold} on; ${state}`;
  };
  return ["Products:", ...products.map(line)];
}

function hostRequests({ requests }: HostStatus): string[] {
  return [
    "Requests since this host was set up:",
    `    Total: ${requests.total}`,
    `    Failed: ${requests.failed}`,
    ...requests.byLicenceState.map((count, state) =>
      `    From ${LICENCE_STATE_NAMES[state as LicenceState]}: ${count}`
    ),
    ...Object.entries(requests.byResult).map(([code, count]) =>
      `    ${formatHResult(Number(code))} (${describeHResult(Number(code))}): ${count}`
    ),
  ];
}

function clientLines(status: ClientStatus): string[] {
  return [
    `Name: ${status.product?.name ?? "(no product)"}`,
    `Description: ${
      status.product === null ? "no product key" : `${status.product.edition}, by volume activation`
    }`,
    `Partial product key: ${status.partialKey ?? "(none)"}`,
    `License status: ${LICENCE_STATE_NAMES[status.licenceState as LicenceState]}`,
    ...(status.minutesLeft === 0 ? [] : [`    Time left: ${duration(status.minutesLeft)}`]),
    `KMS host: ${status.host ?? "(none: kms /skms HOST)"}`,
  ];
}

function clientDetails(status: ClientStatus): string[] {
  const { lease } = status;
  return [
    `Client machine ID: ${status.machineId}`,
    `Publisher: ${status.publisher?.name ?? "(no licence file)"}`,
    ...(lease === null ? ["Lease: none"] : [`Lease: ${leaseText(lease)}`]),
  ];
}

/** One sentence on a stored lease. */
export function leaseText(lease: NonNullable<ClientStatus["lease"]>): string {
  if (lease.ends === null) return `does not hold: ${lease.reason}`;
  return `${lease.kind === "holds" ? "holds until" : "ended"} ${formatTime(lease.ends)}`;
}

function clientExpiry({ lease, time, minutesLeft, licenceState }: ClientStatus): string {
  if (lease?.kind === "holds" && lease.ends !== null) {
    return `The product is activated until ${formatTime(lease.ends)}.`;
  }
  const state = LICENCE_STATE_NAMES[licenceState as LicenceState];
  return minutesLeft === 0
    ? `Not activated: ${state}.`
    : `${state} ends ${formatTime(time + minutesLeft * 60_000)}.`;
}

function noRoleLines({ publisher }: Extract<Status, { role: "none" }>): string[] {
  return [
    "No product key is installed: kms /ipk KEY.",
    `Licence file: ${
      publisher === null ? "none: kms /ilc FILE" : `${publisher.name}, serial ${publisher.licenceSerial}`
    }`,
  ];
}

function duration(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  return `${countOf(minutes, "minute")} (${countOf(days, "day")})`;
}
