import type { Handlers, Output } from "../../api/routes.ts";
import type { ClientStatus, ProductView } from "../../api/types.ts";
import type { Client } from "../../client/client.ts";
import { formatHostAddress } from "../../client/host_address.ts";
import type { ClientLook } from "../../client/standing.ts";
import { HResult } from "../../protocol/hresult.ts";
import { OperationError } from "../../policy/operation_error.ts";
import type { Clock, Machine } from "../../ports.ts";
import type { Product } from "../../protocol/licence_payload.ts";
import { refuseOtherActivation } from "./activation_id.ts";
import type { DnsRoute } from "./dns_handlers.ts";
import type { ReportRoute } from "./report_handlers.ts";
import type { EventRoute } from "./event_handlers.ts";
import type { CallerRoute } from "./caller_handlers.ts";
import type { ActivityRoute } from "./activity_handlers.ts";
import type { MachineRoute } from "./machine_handlers.ts";
import type { HealthRoute } from "./health_handlers.ts";
import type { MetricsRoute } from "./metrics_handlers.ts";
import { hostsView } from "./hosts_view.ts";
import type { AdminRoute } from "./host_handlers.ts";
import { VERSION } from "../../version.ts";

/** What a client answers to; licence file and key are the folder's business (folder_console.ts). */
export type ClientHandlers = Omit<
  Handlers,
  | "installLicence"
  | "reinstallLicence"
  | "installKey"
  | "why"
  | ActivityRoute
  | AdminRoute
  | CallerRoute
  | DnsRoute
  | EventRoute
  | MachineRoute
  | HealthRoute
  | MetricsRoute
  | ReportRoute
>;

interface StatusPorts {
  readonly clock: Clock;
  readonly machine: Machine;
  /** When `kms client run` tries next; null where none runs. */
  nextTry(): Promise<number | null>;
}

export function clientHandlers(client: Client, ports: StatusPorts): ClientHandlers {
  return {
    status: () => clientStatus(client, ports),
    async removeKey() {
      await client.removeKey();
      return {};
    },
    clearKey: () => Promise.resolve({ cleared: false }), // every licence file names it
    async activate({ id, dnsServer }) {
      refuseOtherActivation(id, await clientStatus(client, ports));
      return await activate(client, dnsServer);
    },
    hosts: async (wish) => hostsView(await client.survey(wish)),
    async changeClientSetting(setting) {
      const { name, value } = setting;
      if (name === "productHost") await client.setProductHost(setting.product, value);
      else await client.changeSettings({ [name]: value });
      return { value: client.settings[name], pending: null };
    },
    async rearm() {
      await client.rearm();
      return { machineId: client.machineId, rearmsLeft: client.rearmsLeft };
    },
    async generalize() {
      await client.generalize();
      return { role: "client" };
    },
    changeSetting: refuse,
    settings: refuse,
    installationId: refuse,
    checkConfirmation: refuse,
    confirm: refuse,
  };
}

async function activate(client: Client, dnsServer: string | undefined): Promise<Output<"activate">> {
  const { product, host, reply, ends } = await client.activate({ dnsServer });
  return {
    role: "client",
    product: product.name,
    host: formatHostAddress(host),
    count: reply.count,
    ends,
    renewalInterval: reply.renewalInterval,
  };
}

/** How a client stands, offline. */
export async function clientStatus(client: Client, ports: StatusPorts): Promise<ClientStatus> {
  const { clock, machine } = ports;
  const { product, licence } = client;
  const { standing, lease } = await client.look();
  return {
    role: "client",
    version: VERSION,
    computer: machine.name(),
    time: clock.now(),
    machineId: client.machineId,
    publisher: licence === undefined
      ? null
      : { name: licence.payload.publisher, licenceSerial: licence.payload.serial },
    product: product === undefined ? null : productView(product),
    products: (licence?.payload.products ?? []).map(productView),
    partialKey: client.partialKey ?? null,
    settings: client.settings,
    hostInUse: client.hostInUse ?? null,
    intervals: client.intervals,
    nextTry: await ports.nextTry(),
    rearmsLeft: client.rearmsLeft,
    licenceState: standing.state,
    licenceReason: standing.reason,
    minutesLeft: standing.minutesLeft,
    stateEnds: standing.ends === null ? null : Math.round(standing.ends),
    nextLicenceState: standing.next,
    lease: lease === undefined ? null : leaseView(lease),
  };
}

function productView({ id, name, edition, kind, threshold }: Product): ProductView {
  return { id, name, edition, kind, threshold };
}

function leaseView(lease: NonNullable<ClientLook["lease"]>): ClientStatus["lease"] {
  if (!("reason" in lease)) return { ...lease, reason: null };
  const kind = lease.kind === "damaged" ? "forged" : lease.kind;
  return { kind, reason: lease.reason, issued: null, ends: null, renewAfter: null };
}

/** What only a host can be asked for. */
export const HOST_ONLY: Pick<
  Handlers,
  ActivityRoute | AdminRoute | DnsRoute | HealthRoute | MachineRoute | MetricsRoute | ReportRoute
> = {
  admin: refuse,
  changeAdmin: refuse,
  addUser: refuse,
  changePassword: refuse,
  removeUser: refuse,
  dns: refuse,
  setDnsDomain: refuse,
  removeDnsDomain: refuse,
  publishDns: refuse,
  dnsSeen: refuse,
  health: refuse,
  notify: refuse,
  changeNotify: refuse,
  testNotify: refuse,
  metrics: refuse,
  changeMetrics: refuse,
  report: refuse,
  machines: refuse,
  machine: refuse,
  activity: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(notAHost());
}

export function notAClient(): OperationError {
  return new OperationError("Cannot do this: this state folder is a KMS host's, and no client's", {
    remedy: "name the client's folder with --state DIR",
  });
}

export function notAHost(): OperationError {
  return new OperationError("Cannot do this: this computer is not a KMS host", {
    code: HResult.notAHost,
    remedy: "install a host key with kms /ipk KEY, or name the host's folder with --state DIR",
  });
}
