/** What a client's next try follows from. */
export interface RenewalFacts {
  /** While the client is licensed, when its lease is to be renewed, milliseconds since 1970, and how long after it was issued that is; else null. */
  readonly renewal: { readonly after: number; readonly minutes: number } | null;
  /** The last try, or before the first one the start, and how many milliseconds ago it was. */
  readonly last: { readonly kind: "start" | "activated" | "failed"; readonly ago: number };
  /** How many milliseconds ago the network has changed, where no try has been made since; else null. */
  readonly networkChanged: number | null;
  /** Minutes between tries until the client is activated, as its host told it last. */
  readonly activationInterval: number;
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
 * How long after it was issued a lease is renewed, in minutes, which need not be whole: the host's interval, and at the latest when half
 * of the lease is over (SPEC 9.6). A short lease ends long before that interval has passed.
 */
export function renewalMinutes(interval: number, validity: number): number {
  return Math.min(interval, validity / 2);
}

/**
 * Milliseconds from `now` (since 1970) until the next try. `chance`, 0 to 1, is drawn anew after each try: it spreads the computers of a
 * network, which all began when the power came back.
 */
export function untilNextTry(facts: RenewalFacts, chance: number, now: number): number {
  const usual = usually(facts, chance, now);
  const { last, networkChanged } = facts;
  if (networkChanged === null || last.kind !== "failed") return usual; // it waits for no host
  const settled = left(NETWORK_SETTLES_MS + NETWORK_SPREAD_MS * chance, networkChanged);
  return Math.min(usual, Math.max(settled, left(SHORTEST_GAP_MS, last.ago)));
}

function usually({ renewal, last, activationInterval }: RenewalFacts, chance: number, now: number): number {
  const soonest = Math.min(activationInterval, (renewal?.minutes ?? Infinity) / 3); // before a short lease ends (SPEC 9.6)
  const retryMs = Math.max(soonest * MINUTE_MS, SHORTEST_GAP_MS);
  if (last.kind === "failed") return left(retryMs * (1 + RETRY_SPREAD * (2 * chance - 1)), last.ago);
  if (renewal !== null) {
    const early = renewal.minutes * MINUTE_MS * RENEWAL_SPREAD * chance;
    return left(renewal.after - early, now);
  }
  return left(last.kind === "start" ? START_SPREAD_MS * chance : retryMs, last.ago);
}

function left(all: number, gone: number): number {
  return Math.max(0, Math.ceil(all - gone));
}
