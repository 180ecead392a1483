import type { Activity, DnsDomainView, HostStatus } from "../../../src/api/types.ts";
import { outcomeText } from "../../../src/events/words.ts";
import { LICENCE_STATE_NAMES } from "../../../src/policy/licence_state.ts";
import { formatSpan } from "../../../src/policy/wording.ts";
import { bytesText, countOf, countText, timeOfDay } from "../../format.ts";
import { MARKS, type Tone } from "../../theme.ts";
import type { Fact } from "../../model/facts.ts";

/** A number and what it counts. */
export interface Share {
  readonly name: string;
  readonly count: number;
}

/** What was answered since the host was set up, the most frequent first; what never was is left out. */
export function answersOf({ requests }: HostStatus): Share[] {
  return shares(
    Object.entries(requests.byResult).map(([result, count]) => ({
      name: outcomeText({ result: Number(result), renewal: false }),
      count,
    })),
  );
}

/** The licence states that computers were in when they asked, the most frequent first. */
export function statesOf({ requests }: HostStatus): Share[] {
  const names: Readonly<Record<number, string>> = LICENCE_STATE_NAMES;
  return shares(
    requests.byLicenceState.map((count, state) => ({
      name: (names[state] ?? `state ${state}`).toLowerCase(),
      count,
    })),
  );
}

function shares(all: readonly Share[]): Share[] {
  return all.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
}

export function sharesText(all: readonly Share[]): string {
  return all.map(({ name, count }) => `${countText(count)} ${name}`).join(" · ") || "none yet";
}

const HOUR_MS = 3_600_000;

/** What the requests of the last hour come to, or those since a later start of the host: none is counted from before. */
export function hourText({ minutes, since, time }: Activity): string {
  const count = countText(minutes.reduce((sum, { requests }) => sum + requests, 0));
  const isYoung = since !== null && time - since < HOUR_MS;
  return `per minute · ${count} ${
    isYoung ? `since ${timeOfDay(since).slice(0, 5)} UTC` : "in the last hour"
  }`;
}

/** The same, and what the busiest minute had. */
export function longHourText(activity: Activity): string {
  const most = Math.max(0, ...activity.minutes.map(({ requests }) => requests));
  return `${hourText(activity)}${most === 0 ? "" : ` · at most ${countText(most)}`}`;
}

/** The rest of what there is to know, a row each; a host that does not listen first. */
export function serviceFacts(status: HostStatus, activity: Activity | null): Fact[] {
  const files: Fact[] = activity === null ? [] : [{ label: "Files", text: filesText(activity) }];
  const [host, dns] = [hostFact(status), dnsFact(status)];
  return [...(status.listening === null ? [host, dns] : [dns, host]), machinesFact(status), ...files];
}

function machinesFact({ known, count, requests }: HostStatus): Fact {
  const asked = countOf(requests.total, "request");
  return {
    label: "Machines",
    text: `${countText(known)} known · ${countText(count)} count · ${asked} so far`,
  };
}

function hostFact({ listening, version }: HostStatus): Fact {
  const rest = `version ${version}`;
  if (listening === null) return { label: "Host", text: `${MARKS.bad} not listening · ${rest}`, tone: "bad" };
  return { label: "Host", text: `listening on ${listening.address} port ${listening.port} · ${rest}` };
}

/** Those that fail come first. */
export function dnsFact({ dns, settings, time }: HostStatus): Fact {
  if (!settings.dnsPublishing) return { label: "DNS", text: "publishing is off" };
  if (dns.length === 0) return { label: "DNS", text: "no domain" };
  const sorted = dns.toSorted((one, other) => rankOf(one) - rankOf(other));
  const tone = dnsTone(sorted[0]!);
  return {
    label: "DNS",
    text: sorted.map((domain) => domainText(domain, time)).join(" · "),
    tone: tone === "good" ? "plain" : tone,
  };
}

function rankOf({ failure, published }: DnsDomainView): number {
  return failure !== null ? 0 : published === null ? 1 : 2;
}

function dnsTone(domain: DnsDomainView): Tone {
  return (["warning", "waiting", "good"] as const)[rankOf(domain)]!;
}

function domainText(view: DnsDomainView, now: number): string {
  const mark = MARKS[dnsTone(view)];
  const { domain, failure, published } = view;
  if (failure !== null) {
    return `${mark} ${domain} fails for ${formatSpan(Math.max(0, now - failure.since))}: ${failure.reason}`;
  }
  return `${mark} ${domain}${published === null ? " is not published yet" : ""}`;
}

function filesText({ checkpoint, journal, freeBytes, time }: Activity): string {
  const parts = [
    ...(journal === null ? [] : [`journal ${bytesText(journal.bytes)}`]),
    ...(checkpoint === null ? ["no checkpoint yet"] : [checkpointText(checkpoint, time)]),
    ...(journal === null || checkpoint === null
      ? []
      : [`${countOf(journal.afterCheckpoint, "event")} since`]),
    ...(freeBytes === null ? [] : [`${bytesText(freeBytes)} free`]),
  ];
  return parts.join(" · ");
}

function checkpointText(checkpoint: NonNullable<Activity["checkpoint"]>, now: number): string {
  if (checkpoint.time === null) return "checkpoint";
  return `checkpoint ${formatSpan(Math.max(0, now - checkpoint.time))} ago`;
}
