/** `2027-05-21 10:44 UTC` */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -8).replace("T", " ")} UTC`;
}

/** `1,234`: a whole number. Not by Intl, which takes 4 MB of memory for its first formatter. */
export function wholeNumber(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `2 minutes`, `1 day` */
export function countOf(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PARTS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;

/** `3 hours 30 minutes`, `61 seconds` as `1 minute 1 second`: in its two largest units, from an hour on to the minute. Not negative. */
export function preciseSpan(milliseconds: number): string {
  const step = milliseconds < HOUR_MS ? 1000 : MINUTE_MS;
  let seconds = Math.round(milliseconds / step) * step / 1000;
  const first = PARTS.findIndex(([, length]) => seconds >= length);
  const parts = PARTS.slice(first, first + 2).flatMap(([unit, length]) => {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    return count === 0 ? [] : [countOf(count, unit)];
  });
  return parts.join(" ") || "0 seconds";
}

const SPANS = [["day", 86_400], ["hour", 3600], ["minute", 60]] as const;

/** `5 hours`, `1 second`: rounded to the largest unit of which there is more than one. `milliseconds` not negative. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [unit, length] = SPANS.find(([, length]) => seconds >= 2 * length) ?? ["second", 1];
  return countOf(Math.round(seconds / length), unit);
}
