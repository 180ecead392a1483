import type { PublishedRecord } from "../policy/dns.ts";

/** A record is published again so often: a zone may have been restored from a backup. */
const REFRESH_MS = 24 * 60 * 60 * 1000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 60 * 60 * 1000;

/** What has been tried for one domain. */
export interface Tries {
  /** In a row, up to the last one; 0 after one that succeeded. */
  readonly failures: number;
  /** When the next is due, milliseconds since 1970. */
  readonly next: number;
}

/** After a try at `now`: a day later when it succeeded, else after a minute, then longer and longer, up to an hour. */
export function nextTry(before: Tries | undefined, succeeded: boolean, now: number): Tries {
  if (succeeded) return { failures: 0, next: now + REFRESH_MS };
  const failures = (before?.failures ?? 0) + 1;
  return { failures, next: now + Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS) };
}

/** Whether a domain is to be looked after at `now`: when its time has come, or where what should be in DNS is no more what is there. */
export function isDue(
  { failures, next }: Tries,
  now: number,
  wanted: PublishedRecord | undefined,
  published: PublishedRecord | undefined,
): boolean {
  return now >= next || (failures === 0 && !sameRecord(wanted, published));
}

function sameRecord(one: PublishedRecord | undefined, other: PublishedRecord | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.priority === other.priority && one.weight === other.weight && one.port === other.port &&
    one.target === other.target;
}
