import { SETTING_RULES } from "./settings.ts";

/** When a client is to come again, minutes: until it is activated, and from its activation on. */
export interface Intervals {
  readonly activationInterval: number;
  readonly renewalInterval: number;
}

/** What holds until a host has told. */
export const USUAL_INTERVALS: Intervals = {
  activationInterval: SETTING_RULES.activationInterval.initial,
  renewalInterval: SETTING_RULES.renewalInterval.initial,
};

/** What a reply tells, brought to what a host can be set to: nobody is asked without a pause, or never again. */
export function intervalsTold({ activationInterval, renewalInterval }: Intervals): Intervals {
  return {
    activationInterval: withinRange("activationInterval", activationInterval),
    renewalInterval: withinRange("renewalInterval", renewalInterval),
  };
}

function withinRange(name: keyof Intervals, minutes: number): number {
  const { min, max } = SETTING_RULES[name];
  return Math.min(Math.max(minutes, min), max);
}

/** When a lease is to be renewed, milliseconds since 1970: after the interval, and when half of it is over at the latest. */
export function renewalAfter(
  { issued, ends }: { readonly issued: number; readonly ends: number },
  renewalInterval: number,
): number {
  return issued + Math.min(renewalInterval * MINUTE_MS, (ends - issued) / 2);
}

/** The renewal of a lease that holds, of whose times `renewAfter` is one. */
export function renewalOf(
  { issued, renewAfter }: { readonly issued: number; readonly renewAfter: number },
): NonNullable<RenewalFacts["renewal"]> {
  return { after: renewAfter, minutes: (renewAfter - issued) / MINUTE_MS };
}

/** What a client's next try follows from. */
export interface RenewalFacts {
  /** While the client is licensed, when its lease is to be renewed, milliseconds since 1970, and how long after it was issued that is; else null. */
  readonly renewal: { readonly after: number; readonly minutes: number } | null;
  /** The last try, or before the first one the start, and how many milliseconds ago it was. */
  readonly last: { readonly kind: "start" | "activated" | "failed"; readonly ago: number };
  /** How many milliseconds ago the network, or what is to be activated, has changed, where no try has been made since; else null. */
  readonly networkChanged: number | null;
  /** Minutes between tries until the client is activated, as its host told it last. */
  readonly activationInterval: Intervals["activationInterval"];
}

const MINUTE_MS = 60_000;
/** Computers that start at once come to the host within this time. */
const START_SPREAD_MS = MINUTE_MS;
/** By how much of the interval a renewal comes early, at most, and a try that is made again earlier or later. */
const RENEWAL_SPREAD = 0.1;
const RETRY_SPREAD = 0.1;
/** However a network comes and goes, tries are at least so far apart. */
const SHORTEST_GAP_MS = MINUTE_MS;
/** A network that has just come up is given some time. */
const NETWORK_SETTLES_MS = 5000;
const NETWORK_SPREAD_MS = 10_000;

/**
 * Milliseconds from `now` (since 1970) until the next try. `chance`, 0 to 1, is drawn anew after each try: it spreads the computers of a
 * network, which all began when the power came back.
 */
export function untilNextTry(facts: RenewalFacts, chance: number, now: number): number {
  const usual = usually(facts, chance, now);
  const { last, networkChanged } = facts;
  if (networkChanged === null || !waitsForHost(facts)) return usual;
  const settled = left(NETWORK_SETTLES_MS + NETWORK_SPREAD_MS * chance, networkChanged);
  return Math.min(usual, Math.max(settled, left(SHORTEST_GAP_MS, last.ago)));
}

/** Its last try has failed, or it has lost since what that one gave: a key that was installed anew has no lease yet. */
export function waitsForHost({ renewal, last }: Pick<RenewalFacts, "renewal" | "last">): boolean {
  return last.kind === "failed" || renewal === null;
}

function usually({ renewal, last, activationInterval }: RenewalFacts, chance: number, now: number): number {
  const soonest = Math.min(activationInterval, (renewal?.minutes ?? Infinity) / 3); // before a short lease ends (SPEC 9.7)
  const retryMs = Math.max(soonest * MINUTE_MS, SHORTEST_GAP_MS);
  if (last.kind === "failed") return left(retryMs * (1 + RETRY_SPREAD * (2 * chance - 1)), last.ago);
  if (renewal !== null) {
    const renewalMs = renewal.minutes * MINUTE_MS;
    const due = left(renewal.after - renewalMs * RENEWAL_SPREAD * chance, now);
    // a host's clock may be behind by more than the interval: what it grants is overdue at once
    const between = Math.min(activationInterval * MINUTE_MS, renewalMs / 2);
    const pause = last.kind === "start" ? START_SPREAD_MS * chance : between;
    return Math.max(due, left(pause, last.ago));
  }
  return left(last.kind === "start" ? START_SPREAD_MS * chance : retryMs, last.ago);
}

function left(all: number, gone: number): number {
  return Math.max(0, Math.ceil(all - gone));
}
