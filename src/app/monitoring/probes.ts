import type { ProbeAnswer } from "../../adapters/network/probe_server.ts";
import { activationText } from "../../host/activation.ts";
import type { Host } from "../../host/host.ts";
import { encodeMetrics, EXPOSITION_TYPE } from "../../metrics/exposition.ts";
import { hostMetrics } from "../../metrics/host_metrics.ts";
import type { Alerts, Condition } from "../../policy/alerts.ts";
import { hostMeasured } from "./host_measured.ts";
import type { Measures } from "./measures.ts";

export interface Probed {
  readonly measures: Measures;
  readonly listening: () => boolean;
  /** The host's watch over itself. */
  readonly monitor: {
    readonly alive: boolean;
    readonly alerts: Alerts;
    readonly freeBytes: number | undefined;
  };
}

/** What `/metrics`, `/healthz` and `/readyz` answer with. */
export function probes(host: Host, probed: Probed): (path: string) => ProbeAnswer | undefined {
  const { clock } = host.ports;
  const started = clock.now();
  return (path) => {
    switch (path) {
      case "/healthz":
        return probed.monitor.alive ? ok("ok") : failing("the host does not watch over itself any more");
      case "/readyz": {
        const fault = readinessFault(host, clock.now(), probed);
        return fault === undefined ? ok("ready") : failing(fault);
      }
      case "/metrics": {
        const now = clock.now();
        const { measures, monitor: { alerts, freeBytes } } = probed;
        const ready = readinessFault(host, now, probed) === undefined;
        const measured = hostMeasured(host, now, { measures, ready, alerts, freeBytes, started });
        return { status: 200, type: EXPOSITION_TYPE, body: encodeMetrics(hostMetrics(measured)) };
      }
      default:
        return undefined;
    }
  };
}

/** Why computers cannot be activated now; undefined where they can. */
function readinessFault(host: Host, now: number, { listening, monitor }: Probed): string | undefined {
  if (host.trouble !== undefined) return host.trouble.reason;
  // a disk that is full works again whenever a file is small enough
  const failing = monitor.alerts["diskFailing" satisfies Condition];
  if (failing !== undefined) return failing.text;
  const status = host.activation(now);
  if (status.kind !== "activated") return activationText(status);
  return listening() ? undefined : "the host does not listen";
}

function ok(text: string): ProbeAnswer {
  return { status: 200, type: "text/plain; charset=utf-8", body: `${text}\n` };
}

function failing(text: string): ProbeAnswer {
  return { ...ok(text), status: 503 };
}
