import type { HostStatus } from "../src/api/types.ts";
import { EventId, type HostEvent, type RequestProcessed } from "../src/policy/events.ts";
import { SETTING_RULES } from "../src/policy/settings.ts";
import { formatHResult, HResult } from "../src/protocol/hresult.ts";
import { countOf, countText, dateText } from "./format.ts";
import type { Tone } from "./theme.ts";

/** A text, and in what tone it is said. */
export interface Said {
  readonly tone: Tone;
  readonly text: string;
}

export type OtherEvent = Exclude<HostEvent, RequestProcessed>;

/** Days before the end of the host's activation from which on the dashboard warns. */
const WARNING_DAYS = 30;

/** At most ten columns, as the feed has for them. */
const REFUSALS: Readonly<Record<number, string>> = {
  [HResult.productNotServed]: "not served",
  [HResult.machineLimitReached]: "host full",
  [HResult.clockOff]: "clock off",
  [HResult.hostNotActivated]: "no licence",
  [HResult.malformed]: "malformed",
  [HResult.tryLater]: "try later",
};

/** How a request was answered, in a word or two. */
export function describeOutcome({ result, renewal }: RequestProcessed): Said {
  if (result === HResult.activated) return { tone: "good", text: renewal ? "renewed" : "activated" };
  if (result === HResult.belowThreshold) return { tone: "waiting", text: "too few" };
  return { tone: "bad", text: REFUSALS[result] ?? formatHResult(result) };
}

/** Whatever is no request, in one line. What a machine calls itself comes last. */
export function describeEvent(event: OtherEvent): Said {
  switch (event.id) {
    case EventId.hostStarted:
      return { tone: "good", text: `host started, version ${event.version}` };
    case EventId.hostStopped:
      return { tone: "warning", text: "host stopped" };
    case EventId.settingChanged:
      return { tone: "plain", text: describeSetting(event) };
    case EventId.licenceInstalled:
      return { tone: "plain", text: `licence file ${event.serial} of ${event.publisher} installed` };
    case EventId.keyInstalled:
      return { tone: "plain", text: `product key ${event.partialKey} installed` };
    case EventId.keyRemoved:
      return { tone: "warning", text: `product key with serial ${event.serial} removed` };
    case EventId.keyCleared:
      return { tone: "plain", text: `text of the product key with serial ${event.serial} forgotten` };
    case EventId.hostGeneralized:
      return { tone: "warning", text: "prepared for an image: activation, machines and counters removed" };
    case EventId.adminChanged:
      return {
        tone: "warning",
        text: `remote administration switched ${event.enabled ? `on, port ${event.port}` : "off"}`,
      };
    case EventId.userChanged:
      return { tone: "warning", text: `user ${event.user}: ${USER_CHANGES[event.change]}` };
    case EventId.signedIn:
      return { tone: "plain", text: `${event.user} signed in from ${event.address}` };
    case EventId.signInFailed:
      return {
        tone: "bad",
        text: `${countOf(event.failures, "sign-in")} failed, the last from ${event.address}`,
      };
    case EventId.dnsDomainChanged:
      return {
        tone: "plain",
        text: event.wanted === null
          ? `${event.domain}: no more published there`
          : `${event.domain}: to be published there`,
      };
    case EventId.dnsPublished:
      return { tone: "good", text: `published in DNS: ${event.domain}, port ${event.record.port}` };
    case EventId.dnsWithdrawn:
      return { tone: "plain", text: `record taken back from DNS: ${event.domain}` };
    case EventId.dnsFailed:
      return { tone: "bad", text: `DNS, ${event.domain}: ${event.reason}` };
    case EventId.hostActivated:
      return { tone: "good", text: `host activated ${event.online ? "online" : "by Confirmation ID"}` };
    case EventId.journalTailCut:
      return { tone: "warning", text: `${countOf(event.bytes, "unfinished byte")} cut from the journal` };
    case EventId.diskRecovered:
      return { tone: "warning", text: `the disk works again; it had failed: ${event.reason}` };
    case EventId.cloneSeen:
      return {
        tone: "warning",
        text: `clone: one machine ID on ${event.hardwares} hardwares, ${event.name}`,
      };
    case EventId.clockJumped:
      return { tone: "warning", text: describeJump(event.by) };
    case EventId.machineLimitReached:
      return { tone: "bad", text: `machine limit of ${event.limit} reached: new machines find no room` };
    case EventId.alertRaised:
      return { tone: event.severity === "critical" ? "bad" : "warning", text: `alert: ${event.text}` };
    case EventId.alertCleared:
      return { tone: "good", text: `alert over: ${event.text}` };
    case EventId.notifyChanged:
      return { tone: "warning", text: NOTIFY_CHANGES[event.kind] };
    case EventId.metricsChanged:
      return {
        tone: "warning",
        text: `metrics switched ${event.enabled ? `on, ${event.address} port ${event.port}` : "off"}`,
      };
  }
}

const NOTIFY_CHANGES = {
  off: "alerts are told to nobody",
  command: "alerts are told to a command",
  webhook: "alerts are told to a webhook",
} as const;

function describeJump(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  return `the clock was set ${milliseconds < 0 ? "back" : "forward"} by ${countOf(seconds, "second")}`;
}

const USER_CHANGES = { added: "added", passwordChanged: "password changed", removed: "removed" } as const;

function describeSetting(
  { name, value }: Extract<OtherEvent, { id: typeof EventId.settingChanged }>,
): string {
  const rule = SETTING_RULES[name];
  if (rule.kind === "switch") return `${rule.title} switched ${value === true ? "on" : "off"}`;
  return `${rule.title} set to ${value} ${rule.unit}`.trimEnd();
}

/** How the host stands, the worst first, and what to do about it. */
export function describeStanding({ trouble, activation }: HostStatus): Said[] {
  if (trouble !== null) {
    const remedy: Said[] = trouble.remedy === null ? [] : [{
      tone: "plain",
      text: `To mend it: ${trouble.remedy}`,
    }];
    return [{ tone: "bad", text: `Signing nothing: ${trouble.reason}` }, ...remedy];
  }
  if (!activation.activated) return [{ tone: "bad", text: `Not activated: ${activation.text}` }];
  return [describeActivation(activation)];
}

function describeActivation({ ends, daysLeft, text }: HostStatus["activation"]): Said {
  if (ends === null) return { tone: "good", text };
  const left = daysLeft === null ? "" : ` (${countOf(daysLeft, "day")} left)`;
  const soon = daysLeft !== null && daysLeft <= WARNING_DAYS;
  return { tone: soon ? "warning" : "good", text: `Activated until ${dateText(ends)}${left}` };
}

/** How far a product is from being activated. */
export function describeProduct(count: number, needed: number, served: boolean): Said {
  if (!served) return { tone: "bad", text: "not served" };
  if (count < needed) return { tone: "waiting", text: `${countText(needed - count)} missing` };
  return { tone: "good", text: `activated from ${countText(needed)} on` };
}
