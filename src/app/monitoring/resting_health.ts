import { judge } from "../../health/judge.ts";
import { alertsAtRest, worstFirst } from "../../health/standing.ts";
import { healthSnapshot } from "../../host/health_snapshot.ts";
import type { Host } from "../../host/host.ts";
import type { MonitoringDocument } from "../../host/monitoring_document.ts";
import { SIDE_LOGS } from "../../journal/side_log.ts";
import { SideLog } from "../../journal/side_log.ts";
import { EventId } from "../../policy/events.ts";
import { INITIAL_HEALTH } from "../../policy/alerts.ts";
import type { DiskSpace } from "../../ports.ts";
import { deliverNotice } from "./deliver_notice.ts";
import type { HealthSource } from "../handlers/health_handlers.ts";

/** A host that does not run: what is wrong with it is looked at when somebody asks. */
export function restingHealth(host: Host, diskSpace: DiskSpace, settings: MonitoringDocument): HealthSource {
  return {
    async report() {
      const now = host.ports.clock.now();
      const health = host.facts?.health ?? INITIAL_HEALTH;
      const freeBytes = await diskSpace.free().catch(() => undefined);
      const findings = judge(healthSnapshot(host, now, { running: false, freeBytes, refusals: 0 }), {});
      const stopped = health.stopped ?? (health.latest === 0 ? null : health.latest);
      const sealed = host.trouble?.kind === "sealed" ? await sealedSince(host, host.trouble.reason) : null;
      const alerts = worstFirst(alertsAtRest(findings, health.alerts, { now, stopped, sealed }));
      return { alerts, freeBytes, refusals: undefined, notifyFailure: undefined };
    },
    deliver: async (notice) => await deliverNotice((await settings.read()).notify, notice),
  };
}

/** When a start found it sealed for that reason first, of the last starts that did; null where none has. */
async function sealedSince({ ports: { disk } }: Host, reason: string): Promise<number | null> {
  const { entries } = await new SideLog(disk, SIDE_LOGS.faults).read().catch(() => ({ entries: [] }));
  let since: number | null = null;
  for (const { event } of entries.toReversed()) {
    if (event.id !== EventId.hostSealed || event.reason !== reason) break;
    since = event.time;
  }
  return since;
}
