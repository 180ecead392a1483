/** `2027-05-21 10:44 UTC` */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -8).replace("T", " ")} UTC`;
}

/** `2 minutes`, `1 day` */
export function countOf(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

const SPANS = [["day", 86_400], ["hour", 3600], ["minute", 60]] as const;

/** `5 hours`, `1 second`: rounded to the largest unit of which there is more than one. `milliseconds` not negative. */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [unit, length] = SPANS.find(([, length]) => seconds >= 2 * length) ?? ["second", 1];
  return countOf(Math.round(seconds / length), unit);
}
