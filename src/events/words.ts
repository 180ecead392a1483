import { ClientEventId, type LoggedEvent } from "../policy/client_events.ts";
import { EventId, type HostEvent, type RequestProcessed } from "../policy/events.ts";
import { SETTING_RULES, sizeText } from "../policy/settings.ts";
import { preciseSpan, wholeNumber } from "../policy/wording.ts";
import { formatHResult, HResult } from "../protocol/hresult.ts";

/** Events in words, for the dashboard and for whoever reads the log. What stands in them may come from anywhere: it is not escaped. */

export type OtherEvent = Exclude<HostEvent, RequestProcessed>;
type EventOf<Id extends LoggedEvent["id"]> = Extract<LoggedEvent, { readonly id: Id }>;

/** At most ten columns, as the dashboard's feed has for them. */
const REFUSALS: Readonly<Record<number, string>> = {
  [HResult.belowThreshold]: "too few",
  [HResult.productNotServed]: "not served",
  [HResult.machineLimitReached]: "host full",
  [HResult.clockOff]: "clock off",
  [HResult.hostNotActivated]: "no licence",
  [HResult.malformed]: "malformed",
  [HResult.tryLater]: "try later",
};

/** How a request was answered, in a word or two. */
export function outcomeText({ result, renewal }: Pick<RequestProcessed, "result" | "renewal">): string {
  if (result === HResult.activated) return renewal ? "renewed" : "activated";
  return REFUSALS[result] ?? formatHResult(result);
}

/** Any event in one line. `product`: the name of the one that it is about, where that is known. */
export function eventText(event: LoggedEvent, product: string | null = null): string {
  switch (event.id) {
    case EventId.requestProcessed:
      return requestText(event, product);
    case ClientEventId.requestSent:
      return `asked ${placeText(event)} for ${
        productText(event, product)
      }, which needs a count of ${event.needed}`;
    case ClientEventId.answerReceived:
      return answerText(event);
    default:
      return otherText(event) + byWhom(event);
  }
}

function byWhom(event: OtherEvent): string {
  return "by" in event && typeof event.by === "string" ? `, by ${event.by}` : "";
}

function requestText(event: RequestProcessed, product: string | null): string {
  const { result, count, needed, virtual, ephemeral } = event;
  const name = nameText(event);
  const marks = [`count ${count} of ${needed}`, virtual ? "virtual" : "", ephemeral ? "ephemeral" : ""]
    .filter((mark) => mark !== "");
  const outcome = outcomeText(event);
  const what = result === HResult.activated
    ? `${outcome} ${name} for ${productText(event, product)}`
    : `refused ${name} for ${productText(event, product)} (${outcome})`;
  return `${what}, ${marks.join(", ")}`;
}

/** What a machine calls itself, which may be nothing. */
function nameText({ name }: { readonly name: string }): string {
  return name.trim() === "" ? "(no name)" : name;
}

function productText({ productId }: { readonly productId: string }, product: string | null): string {
  return product ?? `product ${productId.slice(0, 8)}`;
}

function answerText(event: EventOf<typeof ClientEventId.answerReceived>): string {
  const { result, reason, count, renewalInterval, milliseconds } = event;
  const took = milliseconds === null ? "" : `, in ${milliseconds} ms`;
  if (result === HResult.activated) {
    return `activated by ${
      placeText(event)
    }, count ${count}, to be renewed every ${renewalInterval} minutes${took}`;
  }
  const code = result === null ? "" : ` (${formatHResult(result)})`;
  return `not activated by ${placeText(event)}${code}: ${reason ?? "no reason is known"}${took}`;
}

function placeText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Whatever is no request, in one line. What a machine calls itself comes last. */
export function otherText(event: OtherEvent): string {
  switch (event.id) {
    case EventId.hostFailed:
      return `the host could not start: ${event.reason}`;
    case EventId.hostSealed:
      return `the host is sealed, and signs nothing: ${event.reason}`;
    case EventId.journalPruned:
      return `the journal's oldest files removed, up to event ${event.events}`;
    case EventId.dayPassed:
      return `a day has passed; ${event.removed} records of machines removed`;
    case EventId.hostStarted:
      return `host started, version ${event.version}`;
    case EventId.hostStopped:
      return "host stopped";
    case EventId.settingChanged:
      return settingText(event);
    case EventId.licenceInstalled:
      return `licence file ${event.serial} of ${event.publisher} installed`;
    case EventId.keyInstalled:
      return `product key ${event.partialKey} installed`;
    case EventId.keyRemoved:
      return `product key with serial ${event.serial} removed`;
    case EventId.keyCleared:
      return `text of the product key with serial ${event.serial} forgotten`;
    case EventId.hostGeneralized:
      return "prepared for an image: activation, machines and counters removed";
    case EventId.adminChanged:
      return `remote administration switched ${event.enabled ? `on, port ${event.port}` : "off"}`;
    case EventId.userChanged:
      return `user ${event.user}: ${USER_CHANGES[event.change]}`;
    case EventId.signedIn:
      return `${event.user} signed in from ${event.address}`;
    case EventId.signInFailed:
      return `${countOf(event.failures, "sign-in")} failed, the last from ${event.address}`;
    case EventId.dnsDomainChanged:
      return event.wanted === null
        ? `${event.domain}: no more published there`
        : `${event.domain}: to be published there`;
    case EventId.dnsPublished:
      return `published in DNS: ${event.domain}, port ${event.record.port}`;
    case EventId.dnsWithdrawn:
      return `record taken back from DNS: ${event.domain}`;
    case EventId.dnsFailed:
      return `DNS, ${event.domain}: ${event.reason}`;
    case EventId.hostActivated:
      return `host activated ${event.online ? "online" : "by Confirmation ID"}`;
    case EventId.journalTailCut:
      return `${countOf(event.bytes, "unfinished byte")} cut from the journal`;
    case EventId.diskRecovered:
      return `the disk works again; it had failed: ${event.reason}`;
    case EventId.cloneSeen:
      return `clone: one machine ID on ${event.hardwares} hardwares, ${nameText(event)}`;
    case EventId.clockJumped:
      return jumpText(event.by);
    case EventId.machineLimitReached:
      return `machine limit of ${event.limit} reached: new machines find no room`;
    case EventId.addressLimitReached:
      return `new machines of ${event.address} are refused: ${event.limit} came within a day`;
    case EventId.publicAddressRefused:
      return `a computer at ${event.address}, in a public network, was refused`;
    case EventId.alertRaised:
      return `alert (${event.severity}): ${event.reason}`;
    case EventId.alertCleared:
      return `alert over: ${event.reason}`;
    case EventId.notifyChanged:
      return NOTIFY_CHANGES[event.kind];
    case EventId.metricsChanged:
      return `metrics switched ${
        event.enabled ? `on, ${placeText({ host: event.address, port: event.port })}` : "off"
      }`;
  }
}

const NOTIFY_CHANGES = {
  off: "alerts are told to nobody",
  command: "alerts are told to a command",
  webhook: "alerts are told to a webhook",
} as const;

function jumpText(milliseconds: number): string {
  const span = preciseSpan(Math.abs(milliseconds));
  return milliseconds < 0
    ? `the clock was set back by ${span}`
    : `the clock went forward by ${span}: it was set, or the computer slept`;
}

const USER_CHANGES = { added: "added", passwordChanged: "password changed", removed: "removed" } as const;

function settingText({ name, value }: EventOf<typeof EventId.settingChanged>): string {
  const rule = SETTING_RULES[name];
  if (rule.kind === "switch") return `${rule.title} switched ${value === true ? "on" : "off"}`;
  if (rule.unit === "bytes") return `${rule.title} set to ${sizeText(Number(value))}`;
  return `${rule.title} set to ${value} ${rule.unit}`.trimEnd();
}

/** `1 sign-in`, `2,000 sign-ins` */
function countOf(count: number, unit: string): string {
  return `${wholeNumber(count)} ${unit}${count === 1 ? "" : "s"}`;
}
