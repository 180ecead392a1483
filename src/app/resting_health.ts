import { judge } from "../health/judge.ts";
import { alertsAtRest, worstFirst } from "../health/standing.ts";
import { healthSnapshot } from "../host/health_snapshot.ts";
import type { Host } from "../host/host.ts";
import type { MonitoringDocument } from "../host/monitoring_document.ts";
import { INITIAL_HEALTH } from "../policy/alerts.ts";
import type { DiskSpace } from "../ports.ts";
import { deliverNotice } from "./deliver_notice.ts";
import type { HealthSource } from "./health_handlers.ts";

/** A host that does not run: what is wrong with it is looked at when somebody asks. */
export function restingHealth(host: Host, diskSpace: DiskSpace, settings: MonitoringDocument): HealthSource {
  return {
    async report() {
      const now = host.ports.clock.now();
      const health = host.facts?.health ?? INITIAL_HEALTH;
      const freeBytes = await diskSpace.free().catch(() => undefined);
      const findings = judge(
        healthSnapshot(host, now, { running: false, freeBytes, refusals: 0 }),
        health.alerts,
      );
      const stopped = health.stopped ?? (health.latest === 0 ? now : health.latest);
      const alerts = worstFirst(alertsAtRest(findings, health.alerts, stopped));
      return { alerts, freeBytes, refusals: 0, notifyFailure: undefined };
    },
    deliver: async (notice) => await deliverNotice((await settings.read()).notify, notice),
  };
}
