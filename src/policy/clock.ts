import * as v from "valibot";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a host knows of its own clock: a part of its state. Times are milliseconds since 1970. */
export const clockFactsSchema = v.strictObject({
  /** What the clock said at the last looks at it, the oldest first, and the latest that it had said since the look before. */
  looks: v.array(v.strictObject({ time: whole, latest: whole })),
  /** The latest that it has said since the last look. */
  latest: whole,
  /** Time that has passed for certain: what would be removed for good for its age goes by this. 0 before there was any event. */
  believed: whole,
});
export type ClockFacts = Readonly<v.InferOutput<typeof clockFactsSchema>>;

export const INITIAL_CLOCK: ClockFacts = { looks: [], latest: 0, believed: 0 };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Looks that are remembered: one for each day on which the host ran. */
export const LOOKS = 30;
/** Clocks and timers drift apart by so much in a day. */
const DRIFT_MS = 60_000;
/** A start takes the place of a look where the last one is nearly a day away: a host that is switched off at night has its looks too. */
const NEARLY_A_DAY = 20 * HOUR;

/** The fold of any event. `before`: the time of the event before it, 0 where there is none. */
export function clockAfter(clock: ClockFacts, time: number, before: number): ClockFacts {
  const believed = clock.believed || before || time;
  if (time <= clock.latest && believed === clock.believed) return clock;
  return { ...clock, latest: Math.max(clock.latest, time), believed };
}

/**
 * The clock is looked at once for each day of running. It is believed that a day has passed since the look before; and whatever the
 * clock has said at all of the last looks.
 */
export function clockAfterLook({ looks, latest, believed }: ClockFacts, time: number): ClockFacts {
  const all = [...looks, { time, latest: Math.max(latest, time) }].slice(-LOOKS);
  const confirmed = all.length === LOOKS ? Math.min(...all.map((look) => look.time)) : 0;
  return {
    looks: all,
    latest: time,
    believed: Math.min(time, Math.max(believed + DAY + DRIFT_MS, confirmed)),
  };
}

/** The latest that the clock has said within the looks that are remembered. */
export function latestSaid({ looks, latest }: ClockFacts): number {
  return looks.reduce((most, look) => Math.max(most, look.latest), latest);
}

/** Time that has passed for certain when the clock says `now`, within a day after a look. */
export function believedAt({ believed }: ClockFacts, now: number): number {
  return Math.min(now, believed + DAY + DRIFT_MS);
}

/** Whether a host that starts at `now` is to look. */
export function isLookDue({ looks, believed }: ClockFacts, now: number): boolean {
  return Math.abs(now - (looks.at(-1)?.time ?? believed)) >= NEARLY_A_DAY;
}

/** Whether the clock, at `now`, is behind what it has said before. */
export function isBehind(clock: ClockFacts, now: number): boolean {
  return latestSaid(clock) > now + DRIFT_MS;
}
