import { diskSpaceOf } from "../../adapters/disk/disk_space.ts";
import { systemStopwatch } from "../../adapters/system/system.ts";
import { noticeOf } from "../../health/notice.ts";
import type { Notice } from "../../health/notice.ts";
import { Notifier } from "../../health/notifier.ts";
import { type AlertView, worstFirst } from "../../health/standing.ts";
import { HealthMonitor } from "../../host/health_monitor.ts";
import type { Host } from "../../host/host.ts";
import type { MonitoringDocument } from "../../host/monitoring_document.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { deliverNotice } from "./deliver_notice.ts";
import type { HealthReport, HealthSource } from "../handlers/health_handlers.ts";

/** The health of a host that runs: its watch over itself, and who is told. */
export class RunningHealth implements HealthSource {
  readonly #settings: MonitoringDocument;
  readonly #notifier: Notifier;
  readonly monitor: HealthMonitor;

  /** To be made before the host records that it starts. */
  constructor(host: Host, folder: string, settings: MonitoringDocument, note: (text: string) => void) {
    const { clock, timer, machine } = host.ports;
    this.#settings = settings;
    const notifier = this.#notifier = new Notifier({
      clock,
      timer,
      note,
      deliver: (notice) => this.#deliver(notice),
    });
    this.monitor = new HealthMonitor(host, {
      stopwatch: systemStopwatch,
      diskSpace: diskSpaceOf(folder),
      tell: (change) => notifier.tell(noticeOf(change, machine.name(), clock.now())),
      note,
    });
  }

  get alerts(): AlertView[] {
    return worstFirst(this.monitor.alerts);
  }

  async report(): Promise<HealthReport> {
    await this.monitor.ready;
    const { freeBytes, refusals } = this.monitor;
    return { alerts: this.alerts, freeBytes, refusals, notifyFailure: this.#notifier.failure };
  }

  deliver(notice: Notice): Promise<void> {
    return this.#notifier.test(notice);
  }

  /** The host cannot be started, for `error`: that is recorded, and told. */
  async startFailed(error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = error instanceof OperationError ? error.remedy : undefined;
    await this.monitor.startFailed(reason, remedy);
  }

  /** Tells for some seconds more what is not told yet. */
  async stop(): Promise<void> {
    await this.monitor.stop();
    await this.#notifier.stop();
  }

  async #deliver(notice: Notice): Promise<void> {
    const { notify } = await this.#settings.read();
    await deliverNotice(notify, notice);
  }
}
