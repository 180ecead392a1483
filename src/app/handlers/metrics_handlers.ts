import type { Handlers } from "../../api/routes.ts";
import type { METRICS_ROUTES, MetricsStatus } from "../../api/types.ts";
import type { Host } from "../../host/host.ts";
import type { MonitoringDocument } from "../../host/monitoring_document.ts";
import { EventId } from "../../policy/events.ts";
import type { MetricsEndpoint } from "../monitoring/metrics_listener.ts";

export type MetricsRoute = keyof typeof METRICS_ROUTES;

export function metricsHandlers(
  host: Host,
  settings: MonitoringDocument,
  listener: MetricsEndpoint,
): Pick<Handlers, MetricsRoute> {
  const status = async (): Promise<MetricsStatus> => {
    const { metrics } = await settings.read();
    return { ...metrics, listening: listener.listening };
  };
  return {
    metrics: status,
    /** It is tried before it is kept: what cannot be listened on is not. */
    async changeMetrics(wanted, { name }) {
      const { metrics: before } = await settings.read();
      const metrics = {
        enabled: wanted.enabled,
        address: wanted.address ?? before.address,
        port: wanted.port ?? before.port,
      };
      await listener.listen(metrics.enabled ? metrics : null);
      try {
        await settings.change({ metrics });
      } catch (error) {
        await listener.listen(before.enabled ? before : null);
        throw error;
      }
      const time = host.ports.clock.now();
      if (host.trouble === undefined) {
        await host.record([{ id: EventId.metricsChanged, time, ...metrics, by: name }]);
      }
      return await status();
    },
  };
}
