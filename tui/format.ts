const wholeNumbers = new Intl.NumberFormat("en");

/** `1,234` */
export function countText(count: number): string {
  return wholeNumbers.format(count);
}

/** `1 day`, `2 days` */
export function countOf(count: number, unit: string): string {
  return `${countText(count)} ${unit}${count === 1 ? "" : "s"}`;
}

/** `10:44:07` in UTC, for milliseconds since 1970; dashes for a number that is no time. */
export function timeOfDay(time: number): string {
  return isoText(time)?.slice(-13, -5) ?? "--:--:--";
}

/** `2027-05-21` in UTC, for milliseconds since 1970; dashes for a number that is no time. */
export function dateText(time: number): string {
  return isoText(time)?.split("T")[0] ?? "----------";
}

/** Undefined beyond the year 275,760, where toISOString() throws: the schema of the API does not forbid it. */
function isoText(time: number): string | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
