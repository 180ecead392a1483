import type { MetricsStatus, NotifyStatus } from "../../../src/api/types.ts";
import { targetFault } from "../../../src/policy/notify.ts";
import { dateText, timeOfDay } from "../../format.ts";
import { call } from "../../model/effects.ts";
import type { Change, Entry } from "./entry.ts";
import type { Known } from "./known.ts";
import { readAmount, readText } from "./readings.ts";
import { exposureRisk } from "./risks.ts";
import { GROUPS } from "./rule_entries.ts";

const MONITORING = "Monitoring";
const LOOPBACK = "127.0.0.1";
const METRICS_PORT = 9688;

/** Where changes of alerts are told. */
export function notifyEntries({ notify }: Known): Entry[] {
  return notify === null ? [] : [notifyEntry(notify)];
}

function notifyEntry({ kind, target, failure }: NotifyStatus): Entry {
  const url = kind === "webhook" ? target : null;
  const change = (url: string | null): Change => ({
    effect: call(
      "changeNotify",
      url === null ? { kind: "off" } : { kind: "webhook", url },
      url === null ? "nobody is told of alerts" : "alerts are told to the webhook",
    ),
    risk: null,
  });
  return {
    key: "notify",
    group: GROUPS.alerts,
    title: "who is told",
    about: "Address that is called when an alert is raised or cleared.",
    value: kind === "off" ? "nobody" : target,
    range: "https:// or http://, empty for nobody; a command: kms health notify --command CMD",
    notes: failure === null ? [] : [{
      tone: "bad",
      text: `Failed ${dateText(failure.time)} ${timeOfDay(failure.time)} UTC: ${failure.reason}`,
    }],
    edit: {
      kind: "text",
      text: url ?? "",
      read: (text) => readText(text, { value: url, never: /\s/, faultOf: webhookFault }, change),
    },
    reset: kind === "off" ? null : { does: "tell nobody", change: change(null) },
  };
}

function webhookFault(url: string): string | undefined {
  return targetFault({ kind: "webhook", url });
}

/** Where metrics and probes are served. */
export function metricsEntries({ metrics }: Known): Entry[] {
  return metrics === null ? [] : [switchEntry(metrics), addressEntry(metrics), portEntry(metrics)];
}

function switchEntry(metrics: MetricsStatus): Entry {
  const { enabled, listening, address } = metrics;
  const change = changeOf({ ...metrics, enabled: !enabled }, `metrics: ${enabled ? "off" : "on"}`, {
    exposes: !enabled && !isLoopback(address),
  });
  return {
    key: "metrics",
    group: MONITORING,
    title: "metrics",
    about: "Numbers for Prometheus, and probes, by plain HTTP without signing in.",
    value: enabled ? "on" : "off",
    range: "on or off, at first off",
    notes: enabled && listening === null
      ? [{ tone: "warning", text: "the host cannot listen there now; kms health says why" }]
      : [],
    edit: { kind: "switch", change },
    reset: enabled ? { does: "back to off", change } : null,
  };
}

function addressEntry(metrics: MetricsStatus): Entry {
  const { address } = metrics;
  const change = (wanted: string | null): Change => {
    const address = wanted ?? LOOPBACK;
    const exposes = metrics.enabled && !isLoopback(address);
    return changeOf({ ...metrics, address }, `metrics address: ${address}`, { exposes });
  };
  return {
    key: "metrics address",
    group: MONITORING,
    title: "metrics address",
    about: "Address of the host's computer where metrics are served; 0.0.0.0 for all.",
    value: address,
    range: `an IP address, at first ${LOOPBACK}`,
    notes: [],
    edit: {
      kind: "text",
      text: address,
      read: (text) =>
        readText(text, { value: address, never: /[^0-9a-f:.]/i, faultOf: addressFault }, change),
    },
    reset: address === LOOPBACK ? null : { does: `back to ${LOOPBACK}`, change: change(null) },
  };
}

/** By its looks; the host reads it in full. */
function addressFault(text: string): string | undefined {
  const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f]*:[0-9a-f:.]+$/i.test(text);
  return isAddress ? undefined : "an address such as 127.0.0.1 or ::1";
}

function portEntry(metrics: MetricsStatus): Entry {
  const { port } = metrics;
  const change = (port: number) =>
    changeOf({ ...metrics, port }, `metrics port: ${port}`, { exposes: false });
  return {
    key: "metrics port",
    group: MONITORING,
    title: "metrics port",
    about: "TCP port where metrics are served; 0 takes a free one at each start.",
    value: String(port),
    range: `0 to 65535, at first ${METRICS_PORT}`,
    notes: [],
    edit: {
      kind: "text",
      text: String(port),
      read: (text) => readAmount(text, { value: port, min: 0, max: 65_535, unit: "" }, change),
    },
    reset: port === METRICS_PORT ? null : { does: `back to ${METRICS_PORT}`, change: change(METRICS_PORT) },
  };
}

function changeOf(
  { enabled, address, port }: Pick<MetricsStatus, "enabled" | "address" | "port">,
  said: string,
  { exposes }: { readonly exposes: boolean },
): Change {
  return {
    effect: call("changeMetrics", { enabled, address, port }, said),
    risk: exposes ? exposureRisk(address) : null,
  };
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
