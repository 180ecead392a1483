import { UsageError } from "../output.ts";

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * A moment as people write it: `2h` (ago; s, m, h, d, w), `now`, `today`, `yesterday` (as the day began), `10:30` (today), a date, or date and
 * time of ISO 8601, local unless a zone is named. In milliseconds since 1970. Throws UsageError.
 */
export function readMoment(option: string, text: string, now: number): number {
  const moment = ago(text, now) ?? named(text.toLowerCase(), now) ?? timeToday(text, now) ??
    dateAndTime(text);
  if (moment !== undefined && Number.isFinite(moment)) return Math.max(0, moment);
  throw new UsageError(
    `${option} takes a time such as 2h, 7d, today, yesterday, 10:30, 2027-05-21 or 2027-05-21T10:30, got ${
      JSON.stringify(text)
    }`,
  );
}

function ago(text: string, now: number): number | undefined {
  const match = /^(\d{1,6})\s*([smhdw])$/i.exec(text);
  return match === null ? undefined : now - Number(match[1]) * UNITS[match[2]!.toLowerCase()]!;
}

function named(text: string, now: number): number | undefined {
  if (text === "now") return now;
  if (text === "today") return dayBegan(now, 0);
  return text === "yesterday" ? dayBegan(now, -1) : undefined;
}

/** Local midnight; a day is not always 24 hours long. */
function dayBegan(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function timeToday(text: string, now: number): number | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) return undefined;
  const date = new Date(now);
  const [hours, minutes, seconds] = match.slice(1).map((part = "0") => Number(part));
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), hours, minutes, seconds).getTime();
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

function dateAndTime(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, time = "00:00", , , , zone = ""] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  return Date.parse(`${year}-${month}-${day}T${time}${zone.toUpperCase()}`);
}

/** There is no 30 February, which Date would take for 2 March. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `2027-05-21 10:44:07`, local. For a number that is no time, the number. */
export function localTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const [year, ...others] = [
    date.getFullYear(),
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
  ];
  const [month, day, hours, minutes, seconds] = others.map((part) => twoDigits(part));
  return `${String(year).padStart(4, "0")}-${month}-${day} ${hours}:${minutes}:${seconds}`;
}

/** `2027-05-21T10:44:07.123+02:00`, local. */
export function exactTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const ahead = -date.getTimezoneOffset();
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map(twoDigits);
  const thousandths = String(date.getMilliseconds()).padStart(3, "0");
  return `${localTime(time).replace(" ", "T")}.${thousandths}${ahead < 0 ? "-" : "+"}${hours}:${minutes}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
