import type { Alerts, Condition, HealthFacts, Severity } from "../policy/alerts.ts";
import type { DnsStanding } from "../policy/dns.ts";
import type { HostSettings } from "../policy/settings.ts";
import { countOf, preciseSpan } from "../policy/wording.ts";
import { CONDITION_RULES } from "./conditions.ts";

/** A host as it is at one moment. Times are milliseconds since 1970. */
export interface Snapshot {
  readonly now: number;
  /** Whether its listener runs. */
  readonly running: boolean;
  /** Why nothing can be signed. */
  readonly trouble:
    | { readonly kind: "sealed" | "failed"; readonly reason: string; readonly remedy?: string }
    | undefined;
  /** Why the disk failed since the last look, though it works again. */
  readonly failed?: string | undefined;
  /** Bytes that may still be written to the state folder; undefined where the system does not say. */
  readonly freeBytes: number | undefined;
  /** All that is known from the state; undefined where that is sealed. */
  readonly state: StateSnapshot | undefined;
}

export interface StateSnapshot {
  readonly settings: HostSettings;
  readonly health: HealthFacts;
  readonly dns: DnsStanding;
  readonly count: number;
  /** Machines that records are kept of. */
  readonly known: number;
  /** Machine IDs that are on more than one hardware. */
  readonly duplicates: number;
  /** Addresses of which new machines are refused today. */
  readonly addressesRefused: readonly string[];
  /** Requests of the last hour that were refused, but for those that only came too early. */
  readonly refusals: number;
  readonly activation: {
    /** Why the host is not activated, and what to do; undefined where it is. */
    readonly fault: { readonly reason: string; readonly remedy: string } | undefined;
    /** When its certificate and that of its authority end; undefined where it is not activated. */
    readonly ends: number | undefined;
    readonly authorityEnds: number | undefined;
  };
}

/** A condition that holds. */
export interface Finding {
  readonly condition: Condition;
  readonly severity: Severity;
  /** One sentence without its full stop. */
  readonly text: string;
  readonly remedy: string;
  /** Since when, milliseconds since 1970; left out where it is seen only now. */
  readonly since?: number;
}

/** What is found of one condition, where its rule is not enough. */
type Found = Pick<Finding, "text"> & Partial<Pick<Finding, "severity" | "remedy" | "since">>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MEGABYTE = 1_000_000;
/** Days before its end from which on an activation is urgent. */
const URGENT_DAYS = 7;
/** A jump of the clock is told for so long. */
const JUMP_TOLD_MS = DAY;
/** A jump by more than this, and clients are refused for their clocks. */
const CLOCK_TOLERANCE_MS = 4 * HOUR;
/** An alert about a limit stays until the value is so far on the good side of it. */
const ROOM_AGAIN = 1.1;
const CALM_AGAIN = 0.5;
const NEAR_LIMIT = 0.9;
const AWAY_FROM_LIMIT = 0.85;

/** All conditions that hold now. `raised`: the alerts that stand, for what has been told goes on until it is clearly over. */
export function judge(snapshot: Snapshot, raised: Alerts): Finding[] {
  const { state } = snapshot;
  const found: Partial<Record<Condition, Found | undefined>> = {
    notRunning: notRunning(snapshot),
    sealed: sealed(snapshot),
    diskFailing: diskFailing(snapshot),
    diskSpaceLow: diskSpaceLow(snapshot, raised),
    ...(state === undefined ? {} : judgeState(state, snapshot.now, raised)),
  };
  return Object.entries(found).flatMap(([name, one]) => {
    const condition = name as Condition;
    const { severity, remedy } = CONDITION_RULES[condition];
    return one === undefined ? [] : [{ condition, severity, remedy, ...one }];
  });
}

function judgeState(
  state: StateSnapshot,
  now: number,
  raised: Alerts,
): Partial<Record<Condition, Found | undefined>> {
  return {
    notActivated: notActivated(state),
    machineLimit: machineLimit(state, raised),
    addressLimit: addressLimit(state),
    activationEnding: ending(state, state.activation.ends, now, "the host's activation ends"),
    authorityEnding: ending(state, state.activation.authorityEnds, now, "the publisher's certificate ends"),
    clockJumped: clockJumped(state, now),
    dnsFailing: dnsFailing(state),
    countLow: countLow(state),
    noActivity: noActivity(state, now),
    duplicates: duplicates(state),
    refusals: refusals(state, raised),
  };
}

function notRunning({ running }: Snapshot): Found | undefined {
  return running ? undefined : { text: "no host runs on the state folder" };
}

function sealed({ trouble }: Snapshot): Found | undefined {
  if (trouble?.kind !== "sealed") return undefined;
  const { reason, remedy } = trouble;
  return { text: `nothing is signed: ${reason}`, ...(remedy === undefined ? {} : { remedy }) };
}

/** A disk that is full works again whenever what is written is small enough: that it failed is told, however short that was. */
function diskFailing({ trouble, failed }: Snapshot): Found | undefined {
  if (trouble?.kind === "failed") return { text: `clients are told to try later: ${trouble.reason}` };
  return failed === undefined ? undefined : { text: `clients were told to try later: ${failed}` };
}

function diskSpaceLow({ freeBytes, state }: Snapshot, raised: Alerts): Found | undefined {
  const limit = (state?.settings.alertDisk ?? 0) * MEGABYTE;
  if (freeBytes === undefined) return undefined;
  const before = raised["diskSpaceLow"];
  if (freeBytes >= limit * (before === undefined ? 1 : ROOM_AGAIN)) return undefined;
  const urgent = limit / 10 * (before?.severity === "critical" ? ROOM_AGAIN : 1);
  return {
    text: `${Math.floor(freeBytes / MEGABYTE)} MB are free on the disk of the state folder`,
    severity: freeBytes < urgent ? "critical" : "warning",
  };
}

function notActivated({ activation: { fault } }: StateSnapshot): Found | undefined {
  if (fault === undefined) return undefined;
  return { text: `nobody is activated: ${fault.reason}`, remedy: fault.remedy };
}

function machineLimit({ known, settings, health }: StateSnapshot, raised: Alerts): Found | undefined {
  const { machineLimit: limit } = settings;
  if (health.full || known >= limit) {
    return {
      text: `no record is kept of new machines: the limit of ${limit} is reached`,
      severity: "critical",
    };
  }
  const near = limit * (raised["machineLimit"] === undefined ? NEAR_LIMIT : AWAY_FROM_LIMIT);
  return known < near ? undefined : { text: `${known} machines are known, of ${limit} at most` };
}

function addressLimit({ addressesRefused, settings }: StateSnapshot): Found | undefined {
  const [first, ...others] = addressesRefused;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : `, and of ${others.length} more,`;
  return {
    text: `new machines of ${first}${more} are told to try later: ${settings.addressLimit} came within a day`,
  };
}

function ending(
  { settings }: StateSnapshot,
  ends: number | undefined,
  now: number,
  what: string,
): Found | undefined {
  if (ends === undefined) return undefined;
  const days = Math.floor((ends - now) / DAY);
  if (days > settings.alertDays) return undefined;
  return {
    text: days < 1 ? `${what} within a day` : `${what} in ${countOf(days, "day")}`,
    severity: days <= URGENT_DAYS ? "critical" : "warning",
  };
}

function clockJumped({ health: { clockJump } }: StateSnapshot, now: number): Found | undefined {
  if (clockJump === null || Math.abs(now - clockJump.time) >= JUMP_TOLD_MS) return undefined;
  const { by } = clockJump;
  const span = preciseSpan(Math.abs(by));
  return {
    text: by < 0
      ? `the clock was set back by ${span}`
      : `the clock went forward by ${span}: it was set, or the computer slept`,
    severity: Math.abs(by) > CLOCK_TOLERANCE_MS ? "critical" : "warning",
    since: clockJump.time,
  };
}

/** What is wanted and not there, and what is there still and should not be. */
function dnsFailing({ dns, settings }: StateSnapshot): Found | undefined {
  const failing = Object.entries(dns).flatMap(([domain, { failure, published }]) =>
    failure !== null && (settings.dnsPublishing || published !== null) ? [{ domain, failure }] : []
  ).sort((one, other) => one.failure.since - other.failure.since);
  const [first] = failing;
  if (first === undefined) return undefined;
  const { domain, failure: { reason, remedy, since } } = first;
  const others = failing.length === 1 ? "" : `, and ${countOf(failing.length - 1, "domain")} more`;
  return { text: `${domain}: ${reason}${others}`, remedy, since };
}

function countLow({ count, settings: { alertCount } }: StateSnapshot): Found | undefined {
  return count >= alertCount
    ? undefined
    : { text: `the count is ${count}, less than the ${alertCount} that are set` };
}

function noActivity({ health, settings, activation }: StateSnapshot, now: number): Found | undefined {
  const { quietSince } = health;
  if (quietSince === null || settings.alertQuiet === 0 || activation.fault !== undefined) return undefined;
  const hours = Math.floor((now - quietSince) / HOUR);
  return hours < settings.alertQuiet
    ? undefined
    : { text: `no computer has asked for ${countOf(hours, "hour")}` };
}

function duplicates({ duplicates: found, settings: { alertDuplicates } }: StateSnapshot): Found | undefined {
  if (found <= alertDuplicates) return undefined;
  return { text: `${countOf(found, "machine ID")} ${found === 1 ? "is" : "are"} on more than one hardware` };
}

function refusals(
  { refusals: found, settings: { alertRefusals } }: StateSnapshot,
  raised: Alerts,
): Found | undefined {
  const most = alertRefusals * (raised["refusals"] === undefined ? 1 : CALM_AGAIN);
  if (alertRefusals === 0 || found <= most) return undefined;
  return { text: `${countOf(found, "request")} of the last hour ${found === 1 ? "was" : "were"} refused` };
}
