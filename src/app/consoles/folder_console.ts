import { HeldFolder } from "../../adapters/disk/state_folder.ts";
import { httpActivationService } from "../../adapters/network/activation_service.ts";
import { diskSpaceOf } from "../../adapters/disk/disk_space.ts";
import { documentFolder } from "../../adapters/disk/documents.ts";
import type { Console } from "../../api/console.ts";
import type { GenericSchema } from "valibot";
import { LOCAL_CALLER } from "../../api/caller.ts";
import { type Handlers, type Input, type Output, type RouteName, ROUTES } from "../../api/routes.ts";
import { parseValue } from "../../protocol/json.ts";
import type { WatchLine } from "../../api/types.ts";
import { Client } from "../../client/client.ts";
import { Host } from "../../host/host.ts";
import { MonitoringDocument } from "../../host/monitoring_document.ts";
import { checkLicence } from "../../host/installing.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { clientDiagnosis, hostDiagnosis } from "../handlers/diagnosing.ts";
import { dnsHandlers } from "../handlers/dns_handlers.ts";
import { adminHandlers } from "../handlers/admin_handlers.ts";
import { nextTryOn } from "../clients/client_run_mark.ts";
import { clientHandlers, HOST_ONLY } from "../handlers/client_handlers.ts";
import { clientPorts, hostPorts, publisherPorts } from "../folders/folder.ts";
import { healthHandlers } from "../handlers/health_handlers.ts";
import { eventHandlers } from "../handlers/event_handlers.ts";
import { hostHandlers, licenceView, NOT_RUNNING } from "../handlers/host_handlers.ts";
import { newestLicence } from "../handlers/licence_files.ts";
import { metricsHandlers } from "../handlers/metrics_handlers.ts";
import { NO_METRICS } from "../monitoring/metrics_listener.ts";
import { reportsOn } from "../reports/make_reports.ts";
import { CALLER_HANDLERS } from "../handlers/caller_handlers.ts";
import { activityHandlers } from "../handlers/activity_handlers.ts";
import { machineHandlers, machineListOf } from "../handlers/machine_handlers.ts";
import type { MachineList } from "../../machines/machine_list.ts";
import { reportHandlers } from "../handlers/report_handlers.ts";
import { openAdministration } from "../remote/open_administration.ts";
import { restingHealth } from "../monitoring/resting_health.ts";
import { type Role, roleFor, roleOf } from "../folders/role.ts";
import { VERSION } from "../../version.ts";

/** A state folder that this process opened itself, because no host runs on it. */
export class FolderConsole implements Console {
  readonly live = false;
  readonly #folder: string;
  readonly #held: HeldFolder;
  #host: Host | undefined;
  #machines: MachineList | undefined;

  private constructor(folder: string, held: HeldFolder) {
    this.#folder = folder;
    this.#held = held;
  }

  /** `folder` exists. Rejects with OperationError where another process holds it. */
  static async open(folder: string): Promise<FolderConsole> {
    return new FolderConsole(folder, await HeldFolder.hold(folder));
  }

  async call<Name extends RouteName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    const checked = parseValue(ROUTES[name].input as GenericSchema<unknown, Input<Name>>, input, "request");
    const handlers = await this.#handlersFor(name, checked);
    return await handlers[name](checked, LOCAL_CALLER) as Output<Name>; // nothing is in JSON already: there is no other thread
  }

  // deno-lint-ignore require-yield -- there is nothing to watch: no host runs
  async *watch(): AsyncGenerator<WatchLine> {
    await Promise.reject(
      new OperationError("No host runs on this state folder", { remedy: "start one: kms serve" }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#machines?.close();
    try {
      await this.#host?.stop();
    } catch {
      // the journal has what was done; the checkpoint that could not be written is made by the next that can
    } finally {
      this.#held[Symbol.dispose]();
    }
  }

  /** A folder without a role gets the one that a command needs; each command may have changed it. */
  async #handlersFor(name: RouteName, input: unknown): Promise<Handlers> {
    const role = roleFor(await roleOf(this.#folder), name, input);
    if (role === "host") {
      return this.#hostHandlers(await this.#openHost());
    }
    return await this.#clientHandlers(role);
  }

  #hostHandlers(host: Host): Handlers {
    const monitoring = new MonitoringDocument(documentFolder(host.ports.disk));
    const health = restingHealth(host, diskSpaceOf(this.#folder), monitoring);
    const handlers = hostHandlers(host, this.#folder, httpActivationService, NOT_RUNNING, health);
    return {
      ...handlers,
      ...healthHandlers(host, monitoring, health),
      ...metricsHandlers(host, monitoring, NO_METRICS),
      ...adminHandlers(() => openAdministration(host)),
      ...dnsHandlers(host, publisherPorts(), undefined),
      ...reportHandlers(this.#folder, async (request) => ({ reports: await reportsOn(request) })),
      ...hostDiagnosis(host, this.#folder, publisherPorts(), health, undefined),
      ...machineHandlers(host, this.#machines ??= machineListOf(host)),
      ...activityHandlers(host, health),
      ...CALLER_HANDLERS,
      async generalize(input, caller) {
        const done = await handlers.generalize(input, caller);
        await (await openAdministration(host)).forgetIdentity();
        return done;
      },
    };
  }

  async #openHost(): Promise<Host> {
    this.#host ??= await Host.open(hostPorts(this.#folder), { version: VERSION });
    return this.#host;
  }

  async #clientHandlers(role: Role): Promise<Handlers> {
    const ports = clientPorts(this.#folder);
    const client = await Client.open(ports);
    const handlers = clientHandlers(client, { ...ports, nextTry: () => nextTryOn(this.#folder) });
    const install = async (text: string, acceptNewRoots: boolean) => {
      const { payload, text: checked } = checkLicence(text, client.licence, ports.clock, acceptNewRoots);
      await ports.documents.text("publisher.lic").write(checked);
      return licenceView(payload);
    };
    return {
      ...handlers,
      status: role === "none" ? () => this.#statusWithoutRole(client) : handlers.status,
      installLicence: ({ text, acceptNewRoots }) => install(text, acceptNewRoots),
      reinstallLicence: async () =>
        await install(await newestLicence(this.#folder, client.licence, ports.clock), false),
      ...HOST_ONLY,
      ...CALLER_HANDLERS,
      ...clientDiagnosis(client, role, ports),
      ...eventHandlers(hostPorts(this.#folder), () => client.licence?.payload.products ?? []),
      installKey: async ({ key }) => {
        const product = await client.installKey(key);
        return { kind: "client", partialKey: client.partialKey ?? "", product: product.name };
      },
    };
  }

  #statusWithoutRole(client: Client): Promise<Output<"status">> {
    const { machine, clock } = clientPorts(this.#folder);
    const payload = client.licence?.payload;
    return Promise.resolve({
      role: "none",
      version: VERSION,
      computer: machine.name(),
      time: clock.now(),
      publisher: payload === undefined ? null : { name: payload.publisher, licenceSerial: payload.serial },
    });
  }
}
