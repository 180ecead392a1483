import { httpActivationService } from "../../adapters/network/activation_service.ts";
import { serveApi } from "../../adapters/network/api_endpoint.ts";
import { systemMulticast } from "../../adapters/network/multicast.ts";
import { HeldFolder } from "../../adapters/disk/state_folder.ts";
import { systemStopwatch } from "../../adapters/system/system.ts";
import { LOCAL_CALLER } from "../../api/routes.ts";
import { answerApi } from "../../api/server.ts";
import type { HostStatus } from "../../api/types.ts";
import { Host } from "../../host/host.ts";
import type { Sealed } from "../../host/recovery.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { FaultLog } from "./fault_log.ts";
import { hostPorts, publisherPorts } from "../folders/folder.ts";
import { EventId } from "../../policy/events.ts";
import { keepUp } from "../../host/upkeep.ts";
import { DnsPublisher } from "../../host/dns_publisher.ts";
import { hostDiagnosis } from "../handlers/diagnosing.ts";
import { MulticastAnnouncer } from "../../host/multicast_announcer.ts";
import { dnsHandlers, settledInDns } from "../handlers/dns_handlers.ts";
import { adminHandlers } from "../handlers/admin_handlers.ts";
import { hostHandlers } from "../handlers/host_handlers.ts";
import { HostListener, type ListenerOptions } from "./host_listener.ts";
import { hostStatus, type Listening } from "../handlers/host_status.ts";
import { Measures } from "../monitoring/measures.ts";
import { Monitoring } from "../monitoring/monitoring.ts";
import { RemoteAdmin } from "../remote/remote_admin.ts";
import { reportHandlers } from "../handlers/report_handlers.ts";
import { ReportThread } from "../reports/report_thread.ts";
import { roleOf } from "../folders/role.ts";
import type { SettingName } from "../../policy/settings.ts";
import { VERSION } from "../../version.ts";
import { Activity } from "../../host/activity.ts";
import type { MachineList } from "../../machines/machine_list.ts";
import { CALLER_HANDLERS } from "../handlers/caller_handlers.ts";
import { activityHandlers } from "../handlers/activity_handlers.ts";
import { machineHandlers, machineListOf } from "../handlers/machine_handlers.ts";
import { watchHost } from "./watch.ts";

/** The settings that decide what is to stand in DNS. */
const PUBLISHED_BY: ReadonlySet<SettingName> = new Set(["port", "dnsPublishing"]);
/** How long a command may have the folder to itself when a host is started. */
const COMMAND_MS = 2000;

export interface RunningOptions extends Omit<ListenerOptions, "measures"> {
  readonly folder: string;
}

/** The host role whole: state folder, listener and management API. */
export class RunningHost {
  readonly #options: RunningOptions;
  readonly #held: HeldFolder;
  readonly #faults: FaultLog;
  readonly host: Host;
  #listener: HostListener | undefined;
  #api: { close(): Promise<void> } | undefined;
  #remote: RemoteAdmin | undefined;
  #publisher: DnsPublisher | undefined;
  readonly #reports = new ReportThread();
  #announcer: MulticastAnnouncer | undefined;
  readonly #measures: Measures;
  readonly #monitoring: Monitoring;
  readonly #activity: Activity;
  readonly #machines: MachineList;
  /** Ends the streams of changes, which would keep the management API open. */
  readonly #stopping = new AbortController();

  private constructor(
    options: RunningOptions,
    held: HeldFolder,
    { host, faults, measures }: { host: Host; faults: FaultLog; measures: Measures },
  ) {
    this.#options = options;
    this.#held = held;
    this.#faults = faults;
    this.host = host;
    this.#measures = measures;
    this.#activity = new Activity(host, systemStopwatch);
    this.#machines = machineListOf(host);
    const { folder, note } = options;
    const listening = () => this.#listener !== undefined;
    this.#monitoring = new Monitoring(host, { folder, measures, listening, note });
  }

  /** Rejects with OperationError where the folder is in use or a client's, or the port is taken. */
  static async start(options: RunningOptions): Promise<RunningHost> {
    const held = await HeldFolder.hold(options.folder, COMMAND_MS);
    try {
      await refuseClient(options.folder);
      return await RunningHost.#startIn(held, options);
    } catch (error) {
      held[Symbol.dispose]();
      throw error;
    }
  }

  static async #startIn(held: HeldFolder, options: RunningOptions): Promise<RunningHost> {
    const measures = new Measures(systemStopwatch);
    const ports = hostPorts(options.folder);
    const faults = new FaultLog(ports);
    let running: RunningHost | undefined;
    try {
      const onSealed = (sealed: Sealed) => void faults.sealed(sealed);
      const { note } = options;
      const timed = { ...ports, disk: measures.timed(ports.disk) };
      const host = await Host.open(timed, { version: VERSION, note, onSealed });
      running = new RunningHost(options, held, { host, faults, measures });
      await running.#begin();
      return running;
    } catch (error) {
      await faults.failed(error, running?.host);
      if (running !== undefined) await running.#giveUp(error);
      throw error;
    }
  }

  get listening(): Listening {
    return this.#listener?.listening ?? null;
  }

  status(): HostStatus {
    return hostStatus(this.host, this.listening, this.#monitoring.alerts);
  }

  /** Takes no more requests, answers those under way, writes the checkpoint and gives the folder free. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#reports.close();
    await Promise.all([this.#announcer?.stop(), this.#listener?.close()]);
    await this.#remote?.stop();
    await this.#publisher?.stop();
    await this.#monitoring.stop();
    try {
      await this.host.stop();
    } finally {
      await this.#api?.close();
      this.#machines.close();
      await this.#faults.written();
      this.#held[Symbol.dispose]();
    }
  }

  async #begin(): Promise<void> {
    const listener = this.#listener = await HostListener.start(this.host, {
      ...this.#options,
      measures: this.#measures,
    });
    if (this.host.trouble === undefined) await this.host.start();
    await this.#monitoring.start();
    const remote = this.#remote = new RemoteAdmin(this.host, this.#options.note);
    const publisher = this.#publisher = this.#publish();
    const announcer = this.#announcer = this.#announce();
    const { changeSetting, ...others } = hostHandlers(
      this.host,
      this.#options.folder,
      httpActivationService,
      listener,
      this.#monitoring.health,
    );
    const handlers = {
      ...others,
      changeSetting: settledInDns(changeSetting, () => publisher.done()),
      ...this.#monitoring.handlers,
      ...adminHandlers(() => remote.open()),
      ...dnsHandlers(this.host, publisherPorts(), {
        publishNow: (domain) => publisher.publishNow(domain),
        announcement: () => announcer.state,
      }),
      ...hostDiagnosis(this.host, this.#options.folder, publisherPorts(), this.#monitoring.health, {
        listening: () => this.listening,
        announcement: () => announcer.state,
      }),
      ...reportHandlers(this.#options.folder, (request) => this.#reports.make(request)),
      ...machineHandlers(this.host, this.#machines),
      ...activityHandlers(this.host, this.#monitoring.health, this.#activity),
      ...CALLER_HANDLERS,
    };
    const watch = (signal: AbortSignal) =>
      watchHost(this.host, () => this.status(), AbortSignal.any([signal, this.#stopping.signal]));
    const services = { handlers, watch };
    void keepUp(this.host, this.#options.note, this.#stopping.signal);
    await remote.start(services);
    this.#api = await serveApi(
      this.#options.folder,
      (request) => answerApi(services, request, LOCAL_CALLER),
    );
  }

  /** It could not be started: whoever is told of alerts hears of it. */
  async #giveUp(error: unknown): Promise<void> {
    await this.#monitoring.health.startFailed(error).catch(() => {});
    await this.stop().catch(() => {});
  }

  /** Port and switch are looked at anew as soon as a change of them is on disk. */
  #publish(): DnsPublisher {
    const port = () => this.listening?.port;
    const publisher = new DnsPublisher(this.host, publisherPorts(), { port, note: this.#options.note });
    this.host.subscribe((event) => {
      if (event.id === EventId.settingChanged && PUBLISHED_BY.has(event.name)) void publisher.publishNow();
    });
    publisher.start();
    return publisher;
  }

  #announce(): MulticastAnnouncer {
    const listening = () => this.listening;
    const announcer = new MulticastAnnouncer(this.host, systemMulticast, {
      listening,
      note: this.#options.note,
    });
    announcer.start();
    return announcer;
  }
}

async function refuseClient(folder: string): Promise<void> {
  if ((await roleOf(folder)).role !== "client") return;
  throw new OperationError(`Cannot serve: the state folder ${folder} is a client's`, {
    remedy: "name the host's folder with --state DIR",
  });
}
