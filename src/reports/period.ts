import type { Calendar, DaySpan } from "./calendar.ts";
import type { Basis, Period } from "./draft.ts";
import { MOST_DAYS, REPORT_KINDS, type ReportName } from "./names.ts";

/** So many days up to today, or those that were named; of too many the last. */
export function pastDays(
  { calendar, today }: Basis,
  name: ReportName,
  { days, since, until }: Period,
): DaySpan {
  const last = until ?? today;
  if (since !== undefined) {
    const count = Math.max(0, Math.min(daysBetween(since, last) + 1, MOST_DAYS));
    return calendar.days(count === 0 ? since : calendar.plus(last, 1 - count), count);
  }
  const count = daysOf(name, days);
  return calendar.days(calendar.plus(last, 1 - count), count);
}

/** Today and the days that follow. */
export function comingDays({ calendar, today }: Basis, name: ReportName, { days }: Period): DaySpan {
  return calendar.days(today, daysOf(name, days));
}

function daysOf(name: ReportName, days: number | undefined): number {
  return days ?? REPORT_KINDS[name].days!;
}

function daysBetween(first: string, last: string): number {
  return Temporal.PlainDate.from(first).until(Temporal.PlainDate.from(last)).days;
}

/** Why `names` cannot be made for that period, as a sentence; undefined where they can. */
export function periodFault(
  names: readonly ReportName[],
  { days, since, until }: Period,
): string | undefined {
  const withoutDays = names.find((name) => REPORT_KINDS[name].days === null);
  if (days !== undefined && withoutDays !== undefined) {
    return `the report ${withoutDays} covers no number of days`;
  }
  const withoutPeriod = names.find((name) => !REPORT_KINDS[name].hasPeriod);
  if ((since ?? until) !== undefined && withoutPeriod !== undefined) {
    return `the report ${withoutPeriod} is made as of now, not for a period in the past`;
  }
  if (days !== undefined && since !== undefined) return "a number of days and a first day exclude each other";
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS)) {
    return `the days must be a whole number from 1 to ${MOST_DAYS}, got ${days}`;
  }
  const noDay = [since, until].find((day) => day !== undefined && !isDay(day));
  if (noDay !== undefined) return `a day is written as 2026-05-01, got ${noDay}`;
  return since === undefined ? undefined : lengthFault(since, until);
}

function lengthFault(since: string, until: string | undefined): string | undefined {
  if (until !== undefined && since > until) return `the first day, ${since}, is after the last, ${until}`;
  if (until === undefined || daysBetween(since, until) < MOST_DAYS) return undefined;
  return `a report covers at most ${MOST_DAYS} days`;
}

/** Whether that is a day of the calendar, as `2026-05-01`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** What is to be known of the days of a report that look other than was wanted, or of which the journal, which begins at `since`, knows nothing. */
export function periodNotes(
  calendar: Calendar,
  { days: [first] }: DaySpan,
  wanted: Period,
  since: number | null,
): string[] {
  if (first === undefined) return [`The first day that is wanted, ${wanted.since}, is still to come.`];
  const cut = wanted.since !== undefined && wanted.since < first
    ? [`A report covers at most ${MOST_DAYS} days: this one begins on ${first}.`]
    : [];
  if (since === null) return [...cut, "The journal holds no event yet."];
  const begins = calendar.dayOf(since);
  return begins > first
    ? [...cut, `The journal begins on ${begins}: nothing is known of the days before.`]
    : cut;
}
