/** The days of one time zone (a name of the IANA database), as `2026-05-01`. They have 23 or 25 hours where clocks change. */
export class Calendar {
  constructor(readonly timeZone: string) {}

  dayOf(time: number): string {
    return this.#at(time).toPlainDate().toString();
  }

  /** When a day begins, milliseconds since 1970. */
  startOf(day: string): number {
    return Temporal.PlainDate.from(day).toZonedDateTime(this.timeZone).epochMilliseconds;
  }

  plus(day: string, days: number): string {
    return Temporal.PlainDate.from(day).add({ days }).toString();
  }

  /** `2026-05-01 10:44`, as a clock at the host shows it; for a number that is no time, the number. */
  minuteOf(time: number): string {
    if (Number.isNaN(new Date(time).getTime())) return String(time);
    return this.#at(time).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
  }

  /** So many days in a row. */
  days(first: string, count: number): DaySpan {
    return new DaySpan(this, Array.from({ length: count }, (_, i) => this.plus(first, i)));
  }

  #at(time: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(this.timeZone);
  }
}

/** Days in a row, in which a time is found quickly: what follows from a million events asks a million times. */
export class DaySpan {
  /** When each begins, and the last ends. */
  readonly #starts: readonly number[];
  #last = 0;

  constructor(calendar: Calendar, readonly days: readonly string[]) {
    const end = days.length === 0 ? [] : [calendar.plus(days.at(-1)!, 1)];
    this.#starts = [...days, ...end].map((day) => calendar.startOf(day));
  }

  /** The number of the day in which `time` lies, from 0; -1 where it lies in none of them. */
  indexOf(time: number): number {
    if (this.#isIn(this.#last, time)) return this.#last;
    let [low, high] = [0, this.days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle + 1]! <= time) low = middle + 1;
      else high = middle;
    }
    if (!this.#isIn(low, time)) return -1;
    this.#last = low;
    return low;
  }

  #isIn(index: number, time: number): boolean {
    return index < this.days.length && time >= this.#starts[index]! && time < this.#starts[index + 1]!;
  }
}
