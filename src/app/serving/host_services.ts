import { httpActivationService } from "../../adapters/network/activation_service.ts";
import type { Handlers } from "../../api/routes.ts";
import type { ApiServices } from "../../api/server.ts";
import type { HostStatus, WatchLine } from "../../api/types.ts";
import type { Activity } from "../../host/activity.ts";
import type { DnsPublisher } from "../../host/dns_publisher.ts";
import type { Host } from "../../host/host.ts";
import type { MulticastAnnouncer } from "../../host/multicast_announcer.ts";
import type { MachineList } from "../../machines/machine_list.ts";
import { publisherPorts } from "../folders/folder.ts";
import { activityHandlers } from "../handlers/activity_handlers.ts";
import { adminHandlers } from "../handlers/admin_handlers.ts";
import { CALLER_HANDLERS } from "../handlers/caller_handlers.ts";
import { hostDiagnosis } from "../handlers/diagnosing.ts";
import { dnsHandlers, settledInDns } from "../handlers/dns_handlers.ts";
import { hostHandlers, type RunningListener } from "../handlers/host_handlers.ts";
import { machineHandlers, machineListOf } from "../handlers/machine_handlers.ts";
import { reportHandlers } from "../handlers/report_handlers.ts";
import type { Monitoring } from "../monitoring/monitoring.ts";
import type { RemoteAdmin } from "../remote/remote_admin.ts";
import { ReportThread } from "../reports/report_thread.ts";
import { watchHost } from "./watch.ts";

/** What of a running host its services are about. */
export interface ServedHost {
  readonly host: Host;
  readonly folder: string;
  readonly listener: RunningListener;
  readonly monitoring: Monitoring;
  readonly remote: RemoteAdmin;
  readonly publisher: DnsPublisher;
  readonly announcer: MulticastAnnouncer;
  readonly activity: Activity;
  readonly status: () => HostStatus;
  /** Aborted when the host stops. */
  readonly stopping: AbortSignal;
}

/**
 * What a running host does for people, by its management API. To be loaded when the first asks: a host that nobody looks at starts sooner
 * and is smaller without.
 */
export class HostServices implements ApiServices {
  readonly handlers: Handlers;
  readonly #served: ServedHost;
  readonly #machines: MachineList;
  readonly #reports = new ReportThread();

  constructor(served: ServedHost) {
    this.#served = served;
    this.#machines = machineListOf(served.host);
    this.handlers = handlersOf(served, this.#machines, this.#reports);
    served.stopping.addEventListener("abort", () => this.#reports.close());
  }

  watch(signal: AbortSignal): AsyncIterable<WatchLine> {
    const { host, status, stopping } = this.#served;
    return watchHost(host, status, AbortSignal.any([signal, stopping]));
  }

  close(): void {
    this.#machines.close();
  }
}

function handlersOf(served: ServedHost, machines: MachineList, reports: ReportThread): Handlers {
  const { host, folder, listener, monitoring, remote, publisher, announcer, activity } = served;
  const { health } = monitoring;
  const { changeSetting, ...others } = hostHandlers(host, folder, httpActivationService, listener, health);
  const announcement = () => announcer.state;
  return {
    ...others,
    changeSetting: settledInDns(changeSetting, () => publisher.done()),
    ...monitoring.handlers,
    ...adminHandlers(() => remote.open()),
    ...dnsHandlers(host, publisherPorts(), {
      publishNow: (domain) => publisher.publishNow(domain),
      announcement,
    }),
    ...hostDiagnosis(host, folder, publisherPorts(), health, {
      listening: () => listener.listening,
      announcement,
    }),
    ...reportHandlers(folder, (request) => reports.make(request)),
    ...machineHandlers(host, machines),
    ...activityHandlers(host, health, activity),
    ...CALLER_HANDLERS,
  };
}
