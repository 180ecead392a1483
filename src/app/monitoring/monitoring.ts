import { documentFolder } from "../../adapters/disk/documents.ts";
import type { Handlers } from "../../api/routes.ts";
import type { AlertView } from "../../api/types.ts";
import type { Host } from "../../host/host.ts";
import { MonitoringDocument } from "../../host/monitoring_document.ts";
import { healthHandlers, type HealthRoute } from "../handlers/health_handlers.ts";
import type { Measures } from "./measures.ts";
import { metricsHandlers, type MetricsRoute } from "../handlers/metrics_handlers.ts";
import { MetricsListener } from "./metrics_listener.ts";
import { probes } from "./probes.ts";
import { RunningHealth } from "./running_health.ts";

export interface MonitoringOptions {
  /** The state folder. */
  readonly folder: string;
  readonly measures: Measures;
  /** Whether computers are listened to. */
  readonly listening: () => boolean;
  /** Takes a line for people about what failed and goes on. */
  readonly note: (text: string) => void;
}

/** After this it is tried again to listen where it could not be. */
const RETRY_MS = 60_000;

/** How a host that runs is watched: by itself, and from outside. */
export class Monitoring {
  readonly #host: Host;
  readonly #options: MonitoringOptions;
  readonly #settings: MonitoringDocument;
  readonly health: RunningHealth;
  readonly #listener: MetricsListener;
  readonly #stopping = new AbortController();
  #trying: Promise<void> = Promise.resolve();
  /** Why it could not listen the last time. */
  #fault: string | undefined;
  readonly handlers: Pick<Handlers, HealthRoute | MetricsRoute>;

  /** To be made before the host records that it starts. */
  constructor(host: Host, options: MonitoringOptions) {
    const { folder, measures, listening, note } = options;
    this.#host = host;
    this.#options = options;
    const settings = this.#settings = new MonitoringDocument(documentFolder(host.ports.disk));
    const health = this.health = new RunningHealth(host, folder, settings, note);
    const answer = probes(host, { measures, listening, monitor: health.monitor });
    const listener = this.#listener = new MetricsListener({ timer: host.ports.timer, note, answer });
    this.handlers = {
      ...healthHandlers(host, settings, health),
      ...metricsHandlers(host, settings, listener),
    };
  }

  get alerts(): AlertView[] {
    return this.health.alerts;
  }

  /** Begins to watch, and listens where that is switched on. Where it cannot be, that is said, and the host serves all the same. */
  async start(): Promise<void> {
    this.health.monitor.start();
    if (await this.#listen()) return;
    this.#trying = this.#tryAgain();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#trying;
    await this.#listener.listen(null);
    await this.health.stop();
  }

  /** An address that is not there yet when the computer starts comes later. */
  async #tryAgain(): Promise<void> {
    const { signal } = this.#stopping;
    do await this.#host.ports.timer.wait(RETRY_MS, signal); while (!signal.aborted && !await this.#listen());
  }

  /** False where it should listen and cannot. */
  async #listen(): Promise<boolean> {
    const { note } = this.#options;
    try {
      const { metrics } = await this.#settings.read();
      if (!metrics.enabled) return true;
      await this.#listener.listen(metrics);
      const { address, port } = this.#listener.listening!;
      note(`metrics on http://${address.includes(":") ? `[${address}]` : address}:${port}/metrics`);
      this.#fault = undefined;
      return true;
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      if (fault !== this.#fault) note(`no metrics: ${fault}`);
      this.#fault = fault;
      return false;
    }
  }
}
