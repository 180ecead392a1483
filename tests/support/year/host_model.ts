import { DAY, HOUR } from "../counting.ts";

export interface Asker {
  /** What a host knows it by. */
  readonly identity: string;
  readonly counts: boolean;
  /** Its clock, milliseconds since 1970. */
  readonly clock: number;
  readonly ephemeral: boolean;
}

export interface Answer {
  readonly result: "activated" | "belowThreshold" | "clockOff";
  readonly count: number;
  /** Of the lease. */
  readonly minutes: number;
}

/** As products for servers have it: two hosts of few computers reach it too. */
export const THRESHOLD = 5;
export const LEASE_MINUTES = 180 * 1440;
export const SHORT_LEASE_MINUTES = 1440;

/** A host by the rules of counting: whoever has asked within 30 days counts once, unless it is virtual or short-lived. */
export class HostModel {
  readonly #latest = new Map<string, { readonly time: number; readonly counts: boolean }>();

  ask({ identity, counts, clock, ephemeral }: Asker, now: number): Answer {
    this.#latest.set(identity, { time: now, counts });
    const count = [...this.#latest.values()].filter((one) => one.counts && one.time + 30 * DAY > now).length;
    if (Math.abs(now - clock) > 4 * HOUR) return { result: "clockOff", count, minutes: 0 };
    if (count < THRESHOLD) return { result: "belowThreshold", count, minutes: 0 };
    return { result: "activated", count, minutes: ephemeral ? SHORT_LEASE_MINUTES : LEASE_MINUTES };
  }
}
