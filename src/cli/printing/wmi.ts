import type { ClientStatus, HostStatus, ProductView, Status } from "../../api/types.ts";
import { HResult } from "../../protocol/hresult.ts";
import { LicenceState } from "../../protocol/licence_state.ts";
import { licenceStatusReason } from "../../policy/licence_status.ts";
import { formatActivationId } from "../../protocol/activation_id.ts";
import { hostActivationId } from "../activation_id.ts";

type Properties = Readonly<Record<string, unknown>>;

/**
 * What the display options print with --json: the properties by which administrators know them, those of the WMI classes
 * SoftwareLicensingService and SoftwareLicensingProduct. Times are ISO 8601; a property of ours that the classes do not have is
 * listed in docs/slmgr.md.
 */
export interface LicensingProperties {
  readonly SoftwareLicensingService: Properties;
  readonly SoftwareLicensingProduct: readonly Properties[];
}

/** The service and what is installed. `installationId`: the host's, where it was asked for. */
export function propertiesOf(status: Status, installationId?: string): LicensingProperties {
  const common = { Version: status.version, Computer: status.computer, TrustedTime: iso(status.time) };
  switch (status.role) {
    case "host":
      return {
        SoftwareLicensingService: { ...common, ...hostService(status) },
        SoftwareLicensingProduct: [hostProduct(status, installationId)],
      };
    case "client":
      return {
        SoftwareLicensingService: { ...common, ...clientService(status) },
        SoftwareLicensingProduct: status.product === null ? [] : [clientProduct(status, status.product)],
      };
    case "none":
      return {
        SoftwareLicensingService: { ...common, IsKeyManagementServiceMachine: 0 },
        SoftwareLicensingProduct: [],
      };
  }
}

/** A product that the licence file names, whether or not its key is installed. */
export function productProperties(product: ProductView): Properties {
  return {
    ID: formatActivationId(product.id),
    Name: product.name,
    Description: `${product.edition}, ${product.kind}, by volume activation`,
    LicenseFamily: product.edition,
    ProductKeyChannel: "Volume:Client",
    RequiredClientCount: product.threshold,
  };
}

function hostService({ count, known, listening, settings, requests, key, trouble }: HostStatus): Properties {
  return {
    IsKeyManagementServiceMachine: 1,
    KeyManagementServiceCurrentCount: count,
    KeyManagementServiceListeningPort: listening?.port ?? settings.port,
    KeyManagementServiceDnsPublishing: settings.dnsPublishing,
    KeyManagementServiceLowPriority: settings.lowPriority,
    KeyManagementServiceProductKeyID: key === null ? null : String(key.serial),
    VLActivationInterval: settings.activationInterval,
    VLRenewalInterval: settings.renewalInterval,
    ...requestCounters(requests),
    KnownMachines: known,
    Multicast: settings.multicast,
    Running: listening !== null,
    Trouble: trouble?.reason ?? null,
  };
}

/** One for each licence state, in the order of LicenceState. */
const REQUEST_COUNTERS = [
  "KeyManagementServiceUnlicensedRequests",
  "KeyManagementServiceLicensedRequests",
  "KeyManagementServiceOOBGraceRequests",
  "KeyManagementServiceOOTGraceRequests",
  "KeyManagementServiceNonGenuineGraceRequests",
  "KeyManagementServiceNotificationRequests",
] as const;

function requestCounters({ total, failed, byLicenceState }: HostStatus["requests"]): Properties {
  return {
    KeyManagementServiceTotalRequests: total,
    KeyManagementServiceFailedRequests: failed,
    ...Object.fromEntries(REQUEST_COUNTERS.map((name, state) => [name, byLicenceState[state] ?? 0])),
  };
}

function hostProduct(
  { activation, key, publisher, computer, time }: HostStatus,
  installationId: string | undefined,
): Properties {
  return {
    ID: key === null ? null : formatActivationId(hostActivationId(key.serial)),
    Name: `KMS host of ${publisher?.name ?? "(no licence file)"}`,
    Description: `volume activation on ${computer}`,
    ProductKeyChannel: "Volume:Host",
    PartialProductKey: key?.partialKey ?? null,
    ProductKeyID: key === null ? null : String(key.serial),
    LicenseStatus: activation.activated ? LicenceState.licensed : LicenceState.unlicensed,
    LicenseStatusReason: activation.activated ? HResult.activated : HResult.hostNotActivated,
    LicenseStatusText: activation.text,
    GracePeriodRemaining: activation.ends === null ? 0 : minutesUntil(activation.ends, time),
    ...(installationId === undefined ? {} : { OfflineInstallationId: installationId }),
  };
}

function clientService({ machineId, settings, rearmsLeft, hostInUse }: ClientStatus): Properties {
  const { host, port } = splitAddress(settings.host);
  return {
    IsKeyManagementServiceMachine: 0,
    ClientMachineID: machineId,
    KeyManagementServiceMachine: host,
    KeyManagementServicePort: port,
    KeyManagementServiceLookupDomain: settings.domain,
    KeyManagementServiceHostCaching: settings.hostCaching,
    ...discovered(hostInUse),
    Multicast: settings.multicast,
    RemainingWindowsReArmCount: rearmsLeft,
  };
}

/** The host that was found and is remembered. */
function discovered(host: ClientStatus["hostInUse"]): Properties {
  const found = host?.origin === "remembered" ? host : null;
  return {
    DiscoveredKeyManagementServiceMachineName: found?.host ?? null,
    DiscoveredKeyManagementServiceMachinePort: found?.port ?? null,
    DiscoveredKeyManagementServiceMachineIpAddress: found?.address ?? null,
  };
}

function reasonCode({ licenceState, licenceReason }: ClientStatus): number | undefined {
  const state = Object.values(LicenceState).find((state) => state === licenceState);
  return state === undefined ? undefined : licenceStatusReason(state, licenceReason);
}

function clientProduct(status: ClientStatus, product: ProductView): Properties {
  const { lease } = status;
  const { host, port } = splitAddress(status.settings.productHost);
  return {
    ...productProperties(product),
    KeyManagementServiceMachine: host,
    KeyManagementServicePort: port,
    ...discovered(status.hostInUse),
    PartialProductKey: status.partialKey,
    LicenseStatus: status.licenceState,
    LicenseStatusReason: reasonCode(status),
    GracePeriodRemaining: status.minutesLeft,
    RemainingSkuReArmCount: status.rearmsLeft,
    VLActivationTypeEnabled: status.settings.activationType,
    VLActivationInterval: status.intervals.activationInterval,
    VLRenewalInterval: status.intervals.renewalInterval,
    ActivationEndDate: lease?.ends == null ? null : iso(lease.ends),
    RenewalDate: lease?.renewAfter == null ? null : iso(lease.renewAfter),
  };
}

/** `NAME:PORT`, `[IPv6]:PORT` or `:PORT`, as a client keeps it. */
function splitAddress(address: string | null): { host: string | null; port: number | null } {
  const match = address === null ? null : /^(.*):(\d+)$/.exec(address);
  return match === null ? { host: null, port: null } : { host: match[1] || null, port: Number(match[2]) };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function minutesUntil(end: number, now: number): number {
  return Math.max(0, Math.ceil((end - now) / 60_000));
}
