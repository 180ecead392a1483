import type { AlertView, Health } from "../../api/types.ts";
import { countOf, formatTime } from "../output.ts";

/** Exit statuses of a monitoring plugin (Nagios, Icinga and their kin). */
export const PLUGIN_STATUS = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;
export type PluginState = keyof typeof PLUGIN_STATUS;

const MEGABYTE = 1_000_000;
const URGENT_DAYS = 7;

/** What `kms health` prints: a plugin's first line, with its numbers behind the bar, then a line for each alert, the worst first. */
export function healthLines(health: Health): string[] {
  return [
    pluginLine(health.severity, summaryOf(health), numbersOf(health)),
    ...health.alerts.map(alertLine),
    ...notifyLines(health),
  ];
}

/** `KMS OK - all is well | count=30`; a bar elsewhere would begin the numbers. */
export function pluginLine(state: PluginState, text: string, numbers = ""): string {
  return `KMS ${state.toUpperCase()} - ${withoutBar(text)}${numbers === "" ? "" : ` | ${numbers}`}`;
}

/** An alert in one line. */
export function alertLine({ severity, since, text, remedy }: AlertView): string {
  return withoutBar(
    `${severity.toUpperCase()} since ${
      since === null ? "unknown" : formatTime(since)
    }: ${text}. To mend it: ${remedy}`,
  );
}

function summaryOf({ alerts, daysLeft, count }: Health): string {
  const [first] = alerts;
  if (first !== undefined) {
    return alerts.length === 1 ? first.text : `${first.text}; ${alerts.length - 1} more`;
  }
  return `activated for ${countOf(daysLeft ?? 0, "day")}, count ${count ?? "unknown"}`;
}

/** `label=value[unit];[warn];[crit];[min]`, where `25:` warns below 25 and `60` above 60. */
function numbersOf({ settings, ...health }: Health): string {
  const { alertCount, alertDisk, alertRefusals, alertDays } = settings;
  const numbers: [label: string, value: string | undefined, warning?: string, critical?: string][] = [
    ["count", figure(health.count), alertCount === 0 ? "" : `${alertCount}:`],
    ["known", figure(health.known), "", `${health.machineLimit - 1}`],
    [
      "days_left",
      figure(health.daysLeft),
      `${alertDays + 1}:`,
      `${URGENT_DAYS + 1}:`,
    ],
    [
      "free",
      health.freeBytes === null ? undefined : `${Math.floor(health.freeBytes / MEGABYTE)}MB`,
      alertDisk === 0 ? "" : `${alertDisk}:`,
      alertDisk === 0 ? "" : `${alertDisk / 10}:`,
    ],
    ["refusals", figure(health.refusals), alertRefusals === 0 ? "" : `${alertRefusals}`],
    ["requests", figure(health.requests, "c")],
  ];
  return numbers.flatMap(([label, value, warning = "", critical = ""]) =>
    value === undefined ? [] : [`${label}=${value};${warning};${critical};0`]
  ).join(" ");
}

/** What is not known is left out. */
function figure(value: number | null, unit = ""): string | undefined {
  return value === null ? undefined : `${value}${unit}`;
}

function notifyLines({ notify: { kind, failure } }: Health): string[] {
  if (kind === "off" || failure === null) return [];
  const lost = failure.lost === 0 ? "" : `; ${countOf(failure.lost, "notice")} given up`;
  return [withoutBar(`Notices of alerts do not arrive (${kind}): ${failure.reason}${lost}`)];
}

function withoutBar(text: string): string {
  return text.replaceAll("|", "/");
}
