import { serveApi } from "../../adapters/network/api_endpoint.ts";
import { systemMulticast } from "../../adapters/network/multicast.ts";
import { HeldFolder } from "../../adapters/disk/state_folder.ts";
import { systemStopwatch } from "../../adapters/system/system.ts";
import { LOCAL_CALLER } from "../../api/caller.ts";
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
import { MulticastAnnouncer } from "../../host/multicast_announcer.ts";
import { HostListener, type ListenerOptions } from "./host_listener.ts";
import type { HostServices, ServedHost } from "./host_services.ts";
import { hostStatus, type Listening } from "../handlers/host_status.ts";
import { Measures } from "../monitoring/measures.ts";
import { Monitoring } from "../monitoring/monitoring.ts";
import { RemoteAdmin } from "../remote/remote_admin.ts";
import { roleOf } from "../folders/role.ts";
import type { SettingName } from "../../policy/settings.ts";
import { VERSION } from "../../version.ts";
import { Activity } from "../../host/activity.ts";

/** The settings that decide what is to stand in DNS. */
const PUBLISHED_BY: ReadonlySet<SettingName> = new Set(["port", "dnsPublishing"]);
/** How long a command may have the folder to itself when a host is started. */
const COMMAND_MS = 2000;

export interface RunningOptions extends Omit<ListenerOptions, "measures"> {
  readonly folder: string;
}

/** What there is once the host has begun. */
type StartedParts = Omit<ServedHost, "monitoring" | "activity" | "status" | "stopping">;

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
  #announcer: MulticastAnnouncer | undefined;
  readonly #measures: Measures;
  readonly #monitoring: Monitoring;
  readonly #activity: Activity;
  #services: Promise<HostServices> | undefined;
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
    await Promise.all([this.#announcer?.stop(), this.#listener?.close()]);
    await this.#remote?.stop();
    await this.#publisher?.stop();
    await this.#monitoring.stop();
    try {
      await this.host.stop();
    } finally {
      await this.#api?.close();
      (await this.#services)?.close();
      await this.#faults.written();
      this.#held[Symbol.dispose]();
    }
  }

  async #begin(): Promise<void> {
    const { folder } = this.#options;
    const listener = this.#listener = await HostListener.start(this.host, {
      ...this.#options,
      measures: this.#measures,
    });
    if (this.host.trouble === undefined) await this.host.start();
    await this.#monitoring.start();
    const remote = this.#remote = new RemoteAdmin(this.host, this.#options.note);
    const publisher = this.#publisher = this.#publish();
    const announcer = this.#announcer = this.#announce();
    const services = () =>
      this.#services ??= this.#loadServices({
        host: this.host,
        folder,
        listener,
        remote,
        publisher,
        announcer,
      });
    void keepUp(this.host, this.#options.note, this.#stopping.signal);
    await remote.start(services);
    this.#api = await serveApi(
      folder,
      async (request) => await answerApi(await services(), request, LOCAL_CALLER),
    );
  }

  async #loadServices(parts: StartedParts): Promise<HostServices> {
    const { HostServices } = await import("./host_services.ts");
    return new HostServices({
      ...parts,
      monitoring: this.#monitoring,
      activity: this.#activity,
      status: () => this.status(),
      stopping: this.#stopping.signal,
    });
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
