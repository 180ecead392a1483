import type { ClientStatus, HostStatus, ProductView, Status } from "../../api/types.ts";
import type { HostOrigin } from "../../policy/client_settings.ts";
import { LICENCE_REASON_TEXTS, LICENCE_STATE_NAMES } from "../../policy/licence_state.ts";
import { describeHResult, formatHResult } from "../../protocol/hresult.ts";
import { LicenceState } from "../../protocol/licence_state.ts";
import { formatActivationId } from "../../protocol/activation_id.ts";
import { hostActivationId } from "../activation_id.ts";
import { alertLine } from "./health_display.ts";
import { countOf, formatTime } from "../output.ts";

/** What /dli shows: what slmgr shows, in its order. */
export function shortLines(status: Status): string[] {
  switch (status.role) {
    case "host":
      return [...hostIdentity(status), ...hostService(status), ...hostRequests(status)];
    case "client":
      return clientIdentity(status);
    case "none":
      return noRoleLines(status);
  }
}

/** What /dlv shows. `installationId`: the host's, where it has one. */
export function longLines(status: Status, installationId?: string): string[] {
  switch (status.role) {
    case "host":
      return [
        `Version: ${status.version}`,
        ...hostIdentity(status),
        ...hostLicence(status),
        ...(installationId === undefined ? [] : [`Installation ID: ${installationId}`]),
        ...hostService(status),
        ...hostDns(status),
        ...hostAlerts(status),
        ...hostProducts(status),
        ...hostRequests(status),
        ...hostResults(status),
      ];
    case "client":
      return [`Version: ${status.version}`, ...clientIdentity(status), ...clientDetails(status)];
    case "none":
      return [`Version: ${status.version}`, ...noRoleLines(status)];
  }
}

/** What /dlv shows of one product of the licence file. */
export function productLines({ id, name, edition, kind, threshold }: ProductView): string[] {
  return [
    `Name: ${name}`,
    `Description: ${edition}, ${kind}, by volume activation`,
    `Activation ID: ${formatActivationId(id)}`,
    `Activated from: ${countOf(threshold, "computer")} on`,
  ];
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
    `Activation ID: ${key === null ? "(none)" : formatActivationId(hostActivationId(key.serial))}`,
    `Key serial: ${key?.serial ?? "(none)"}`,
    `Licence file serial: ${publisher?.licenceSerial ?? "(none)"}`,
    `Activation service: ${
      publisher?.url ?? "(not named by the licence file: kms /ato --authority URL, or by telephone)"
    }`,
    ...(activation.ends === null ? [] : [
      `Activation number: ${activation.sequence}`,
      `Activated until: ${formatTime(activation.ends)} (${countOf(activation.daysLeft ?? 0, "day")})`,
    ]),
  ];
}

function hostService({ listening, settings, count, known }: HostStatus): string[] {
  const port = listening === null
    ? `${settings.port} (not running: kms serve)`
    : `${listening.port} on ${listening.address}`;
  return [
    "Key Management Service is enabled on this computer.",
    `    Current count: ${count}`,
    `    Machines known: ${known}`,
    `    Listening on port: ${port}`,
    `    DNS publishing: ${settings.dnsPublishing ? "on" : "off"}`,
    `    Multicast: ${settings.multicast ? "on" : "off"}`,
    `    Priority: ${settings.lowPriority ? "low" : "normal"}`,
    `    Activation interval: ${settings.activationInterval} minutes`,
    `    Renewal interval: ${settings.renewalInterval} minutes`,
  ];
}

function hostDns({ dns }: HostStatus): string[] {
  const lines = dns.map(({ domain, published, failure }) => {
    const state = published === null
      ? "not published"
      : `${published.record.target}:${published.record.port}`;
    return `    ${domain}: ${state}${failure === null ? "" : `; failing: ${failure.reason}`}`;
  });
  return lines.length === 0 ? [] : ["Published in DNS:", ...lines];
}

function hostAlerts({ alerts }: HostStatus): string[] {
  return alerts.length === 0 ? [] : ["Alerts:", ...alerts.map((alert) => `    ${alertLine(alert)}`)];
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
  ];
}

function hostResults({ requests }: HostStatus): string[] {
  const results = Object.entries(requests.byResult);
  if (results.length === 0) return [];
  return [
    "Answers:",
    ...results.map(([code, count]) =>
      `    ${formatHResult(Number(code))} (${describeHResult(Number(code))}): ${count}`
    ),
  ];
}

function clientIdentity(status: ClientStatus): string[] {
  return [
    `Name: ${status.product?.name ?? "(no product)"}`,
    `Description: ${
      status.product === null ? "no product key" : `${status.product.edition}, by volume activation`
    }`,
    `Partial product key: ${status.partialKey ?? "(none)"}`,
    `License status: ${LICENCE_STATE_NAMES[status.licenceState as LicenceState]}`,
    ...(status.minutesLeft === 0 ? [] : [`    Time left: ${duration(status.minutesLeft)}`]),
    ...reasonLines(status),
    `KMS host: ${hostText(status)}`,
  ];
}

/** Which host is used, and how it was found. */
function hostText({ hostInUse, settings }: ClientStatus): string {
  if (hostInUse !== null) return `${addressText(hostInUse)} (${originText(hostInUse)})`;
  const where = settings.domain ?? "the computer's own domain";
  const port = settings.host === null ? "" : `, asked at port ${settings.host.slice(1)}`;
  return `looked for in DNS, in ${where}${settings.multicast ? ", then by multicast" : ""}${port}`;
}

/** `kms.example:1688`, `[2001:db8::1]:1688` */
export function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** How a host came to be known. */
export function originText({ origin, domain }: { origin: HostOrigin; domain: string | null }): string {
  switch (origin) {
    case "product":
      return "set for the product";
    case "set":
      return "set";
    case "remembered":
      return `remembered, from DNS in ${domain}`;
    case "dns":
      return `from DNS in ${domain}`;
    case "multicast":
      return "announced by multicast";
  }
}

function clientDetails({ settings, ...status }: ClientStatus): string[] {
  const { lease, product } = status;
  return [
    `Activation ID: ${product === null ? "(none)" : formatActivationId(product.id)}`,
    `Client machine ID: ${status.machineId}`,
    `Publisher: ${status.publisher?.name ?? "(no licence file)"}`,
    `Domain to look for hosts in: ${settings.domain ?? "(the computer's own)"}`,
    `KMS host caching: ${settings.hostCaching ? "on" : "off"}`,
    `Looking for hosts by multicast: ${settings.multicast ? "on" : "off"}`,
    ...(settings.dnsServer === null ? [] : [`DNS server that is asked for hosts: ${settings.dnsServer}`]),
    `Kinds of activation: ${settings.activationType === 0 ? "all" : "by a KMS host only"}`,
    ...(settings.ephemeral ? ["Short leases are asked for: this machine is not counted"] : []),
    `Activation interval: ${status.intervals.activationInterval} minutes`,
    `Renewal interval: ${status.intervals.renewalInterval} minutes`,
    ...(status.nextTry === null ? [] : [`Next try: ${formatTime(status.nextTry)}`]),
    `Rearms left: ${status.rearmsLeft}`,
    ...(lease === null ? ["Lease: none"] : [`Lease: ${leaseText(lease)}`]),
  ];
}

/** Why a client is not licensed, and what comes next. */
function reasonLines({ licenceState, licenceReason, minutesLeft, nextLicenceState }: ClientStatus): string[] {
  if (licenceState === LicenceState.licensed) return [];
  const next = LICENCE_STATE_NAMES[nextLicenceState as LicenceState];
  return [
    `    Reason: ${LICENCE_REASON_TEXTS[licenceReason]}`,
    ...(minutesLeft === 0 ? [] : [`    Then: ${next}`]),
  ];
}

/** One sentence on a stored lease. */
export function leaseText(lease: NonNullable<ClientStatus["lease"]>): string {
  if (lease.ends === null) return `does not hold: ${lease.reason}`;
  return `${lease.kind === "holds" ? "holds until" : "ended"} ${formatTime(lease.ends)}`;
}

/** Until when a client is licensed, or why it is not: one sentence. */
export function clientExpiry(
  { lease, stateEnds, licenceState, licenceReason }: ClientStatus,
): string {
  if (lease?.kind === "holds" && lease.ends !== null) {
    return `The product is activated until ${formatTime(lease.ends)}.`;
  }
  const state = LICENCE_STATE_NAMES[licenceState as LicenceState];
  return stateEnds === null
    ? `Not activated: ${state}, ${LICENCE_REASON_TEXTS[licenceReason]}.`
    : `${state} ends ${formatTime(stateEnds)}: ${LICENCE_REASON_TEXTS[licenceReason]}.`;
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
