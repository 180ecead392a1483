import { httpActivationService } from "../adapters/activation_service.ts";
import { serveApi } from "../adapters/api_endpoint.ts";
import { systemMulticast } from "../adapters/multicast.ts";
import { setPriority } from "../adapters/priority.ts";
import { HeldFolder } from "../adapters/state_folder.ts";
import { systemStopwatch } from "../adapters/system.ts";
import { TcpListener } from "../adapters/tcp.ts";
import { LOCAL_CALLER } from "../api/routes.ts";
import { answerApi } from "../api/server.ts";
import type { HostStatus } from "../api/types.ts";
import { serveConnection } from "../host/connection.ts";
import { Host } from "../host/host.ts";
import type { Sealed } from "../host/recovery.ts";
import { type Answer, answerFrame } from "../host/service.ts";
import { OperationError } from "../policy/operation_error.ts";
import type { SettingName, SettingValue } from "../policy/settings.ts";
import type { Connection } from "../ports.ts";
import { FaultLog } from "./fault_log.ts";
import { hostPorts, publisherPorts } from "./folder.ts";
import { EventId } from "../policy/events.ts";
import { keepUp } from "../host/upkeep.ts";
import { DnsPublisher } from "../host/dns_publisher.ts";
import { hostDiagnosis } from "./diagnosing.ts";
import { MulticastAnnouncer } from "../host/multicast_announcer.ts";
import { dnsHandlers } from "./dns_handlers.ts";
import { adminHandlers } from "./admin_handlers.ts";
import { hostHandlers } from "./host_handlers.ts";
import { hostStatus, type Listening } from "./host_status.ts";
import { Measures } from "./measures.ts";
import { Monitoring } from "./monitoring.ts";
import { RemoteAdmin } from "./remote_admin.ts";
import { reportHandlers } from "./report_handlers.ts";
import { ReportThread } from "./report_thread.ts";
import { roleOf } from "./role.ts";
import { VERSION } from "../version.ts";
import { watchHost } from "./watch.ts";

/** How long a command may have the folder to itself when a host is started. */
const COMMAND_MS = 2000;

export interface RunningOptions {
  readonly folder: string;
  readonly address: string;
  /** A port for this run, instead of the setting; 0 takes a free one. */
  readonly port: number | null;
  /** Told of a failure in the listener that leaves nothing but to start anew. */
  readonly onFailure: (error: unknown) => void;
  /** Asks for another thread in place of this one, once what is under way is done. */
  readonly onRenewal: () => void;
  /** Takes a line for people about what failed and goes on. */
  readonly note: (text: string) => void;
}

/** The host role whole: state folder, listener and management API. */
export class RunningHost {
  readonly #options: RunningOptions;
  readonly #held: HeldFolder;
  readonly #faults: FaultLog;
  readonly host: Host;
  #listener: TcpListener | undefined;
  /** Answers that are under way. */
  readonly #answers = new Set<Promise<Answer>>();
  #api: { close(): Promise<void> } | undefined;
  #remote: RemoteAdmin | undefined;
  #publisher: DnsPublisher | undefined;
  readonly #reports = new ReportThread();
  #announcer: MulticastAnnouncer | undefined;
  readonly #measures: Measures;
  readonly #monitoring: Monitoring;
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
    const address = this.#listener?.address;
    return address === undefined ? null : { address: address.hostname, port: address.port };
  }

  status(): HostStatus {
    return hostStatus(this.host, this.listening, this.#monitoring.alerts);
  }

  /** Takes no more requests, answers those under way, writes the checkpoint and gives the folder free. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#reports.close();
    await Promise.all([this.#announcer?.stop(), this.#listener?.close(this.#answered())]);
    await this.#remote?.stop();
    await this.#publisher?.stop();
    await this.#monitoring.stop();
    try {
      await this.host.stop();
    } finally {
      await this.#api?.close();
      await this.#faults.written();
      this.#held[Symbol.dispose]();
    }
  }

  async #begin(): Promise<void> {
    this.#listener = this.#listen(this.#options.port ?? this.host.facts?.settings.port ?? 0);
    if (this.host.facts?.settings.lowPriority === true) await setPriority(true);
    if (this.host.trouble === undefined) await this.host.start();
    await this.#monitoring.start();
    const remote = this.#remote = new RemoteAdmin(this.host, this.#options.note);
    const publisher = this.#publisher = this.#publish();
    const announcer = this.#announcer = this.#announce();
    const handlers = {
      ...hostHandlers(
        this.host,
        this.#options.folder,
        httpActivationService,
        this.#runningListener(),
        this.#monitoring.health,
      ),
      ...this.#monitoring.handlers,
      ...adminHandlers(() => remote.open()),
      ...dnsHandlers(this.host, publisherPorts(), {
        publishNow: () => publisher.publishNow(),
        announcement: () => announcer.state,
      }),
      ...hostDiagnosis(this.host, this.#options.folder, publisherPorts(), {
        listening: () => this.listening,
        announcement: () => announcer.state,
      }),
      ...reportHandlers(this.#options.folder, (request) => this.#reports.make(request)),
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
    const port = () => this.#listener?.address.port;
    const publisher = new DnsPublisher(this.host, publisherPorts(), { port, note: this.#options.note });
    this.host.subscribe((event) => {
      if (event.id === EventId.settingChanged) void publisher.publishNow();
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

  #listen(port: number): TcpListener {
    const { timer } = this.host.ports;
    const listener = TcpListener.listen(this.#options.address, port, timer);
    const answer = (frame: Uint8Array, address: string) =>
      this.#track(this.#measures.request(() => this.#answer(frame, address)));
    const serve = (connection: Connection) => serveConnection(connection, answer, timer);
    listener.run(serve).catch(this.#options.onFailure);
    return listener;
  }

  #track(answer: Promise<Answer>): Promise<Answer> {
    this.#answers.add(answer);
    const forget = () => this.#answers.delete(answer);
    answer.then(forget, forget);
    return answer;
  }

  #answered(): Promise<unknown> {
    return Promise.allSettled(this.#answers);
  }

  /** A request that cannot be answered is a bug: it ends its own connection, and is told, but not the host. */
  async #answer(frame: Uint8Array, address: string): Promise<Answer> {
    try {
      return await answerFrame(this.host, frame, address);
    } catch (error) {
      this.#options.note(
        `cannot answer a request from ${address}: ${error instanceof Error ? error.stack : error}`,
      );
      throw error;
    }
  }

  #runningListener() {
    const listening = () => this.listening;
    return {
      get listening() {
        return listening();
      },
      fixedPort: this.#options.port,
      apply: (name: SettingName, value: SettingValue) => this.#apply(name, value),
    };
  }

  async #apply(name: SettingName, value: SettingValue): Promise<string | null> {
    switch (name) {
      case "port":
        return this.#applyPort(Number(value));
      case "lowPriority":
        return await this.#applyPriority(value === true);
      default:
        return null;
    }
  }

  /** A new port is taken at once; what has connected at the old one is still answered. */
  #applyPort(port: number): string | null {
    if (this.#options.port !== null) return null; // as host_handlers.ts says
    const before = this.#listener;
    this.#listener = this.#listen(port);
    before?.close(this.#answered());
    return null;
  }

  /** Where a user may not raise the priority of a thread, a new thread begins with the normal one. */
  async #applyPriority(low: boolean): Promise<string | null> {
    if (await setPriority(low)) return null;
    this.#options.onRenewal();
    return "the listener begins anew for it: what is under way is finished, and who asks in that moment tries again";
  }
}

async function refuseClient(folder: string): Promise<void> {
  if ((await roleOf(folder)).role !== "client") return;
  throw new OperationError(`Cannot serve: the state folder ${folder} is a client's`, {
    remedy: "name the host's folder with --state DIR",
  });
}
