import { documentFolder } from "../adapters/documents.ts";
import type { Handlers } from "../api/routes.ts";
import type { AlertView } from "../api/types.ts";
import type { Host } from "../host/host.ts";
import { MonitoringDocument } from "../host/monitoring_document.ts";
import { healthHandlers, type HealthRoute } from "./health_handlers.ts";
import type { Measures } from "./measures.ts";
import { metricsHandlers, type MetricsRoute } from "./metrics_handlers.ts";
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

/** How a host that runs is watched: by itself, and from outside. */
export class Monitoring {
  readonly #options: MonitoringOptions;
  readonly #settings: MonitoringDocument;
  readonly health: RunningHealth;
  readonly #listener: MetricsListener;
  readonly handlers: Pick<Handlers, HealthRoute | MetricsRoute>;

  /** To be made before the host records that it starts. */
  constructor(host: Host, options: MonitoringOptions) {
    const { folder, measures, listening, note } = options;
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
    try {
      const { metrics } = await this.#settings.read();
      if (!metrics.enabled) return;
      await this.#listener.listen(metrics);
      const { address, port } = this.#listener.listening!;
      this.#options.note(
        `metrics on http://${address.includes(":") ? `[${address}]` : address}:${port}/metrics`,
      );
    } catch (error) {
      this.#options.note(`no metrics: ${error instanceof Error ? error.message : error}`);
    }
  }

  async stop(): Promise<void> {
    await this.#listener.listen(null);
    await this.health.stop();
  }
}
