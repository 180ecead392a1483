import { wholeNumber } from "../src/policy/wording.ts";

/** `1,234` */
export function countText(count: number): string {
  return wholeNumber(count);
}

/** `1 day`, `2 days` */
export function countOf(count: number, unit: string): string {
  return `${countText(count)} ${unit}${count === 1 ? "" : "s"}`;
}

const SIZES = ["B", "kB", "MB", "GB", "TB"];

/** `512 B`, `1.2 MB`: in decimal units, to two figures at least. */
export function bytesText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 999.5 && unit < SIZES.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${unit === 0 || size >= 9.95 ? countText(Math.round(size)) : size.toFixed(1)} ${SIZES[unit]}`;
}

/** `10:44:07` in UTC, for milliseconds since 1970; dashes for a number that is no time. */
export function timeOfDay(time: number): string {
  return isoText(time)?.slice(-13, -5) ?? "--:--:--";
}

/** `2027-05-21` in UTC, for milliseconds since 1970; dashes for a number that is no time. */
export function dateText(time: number): string {
  return isoText(time)?.split("T")[0] ?? "----------";
}

/** `2027-05-21 10:44:07 UTC` */
export function momentText(time: number): string {
  return `${dateText(time)} ${timeOfDay(time)} UTC`;
}

/** `11-20 10:52` in UTC for what happened on another day than `now`, `10:52:07` on the same. */
export function shortMoment(time: number, now: number): string {
  const [date, today] = [dateText(time), dateText(now)];
  return date === today ? timeOfDay(time) : `${date.slice(-5)} ${timeOfDay(time).slice(0, 5)}`;
}

/** Undefined beyond the year 275,760, where toISOString() throws: the schema of the API does not forbid it. */
function isoText(time: number): string | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
