import type { Chance } from "./chance.ts";
import { BEGINNING, DAY_MS, HOUR_MS, MINUTE_MS } from "./plan.ts";

const OPENS = 8 * HOUR_MS;
const CLOSES = 17 * HOUR_MS;
const WORKING_DAYS = 5;

/** When computers of an office run: Monday to Friday, switched on from 8 o'clock on within `startMinutes`, off at 17 o'clock. */
export class WorkingHours {
  constructor(readonly startMinutes: number, readonly chance: Chance) {}

  /** Whether computers run at a time; those that come late are taken to be there. */
  isOpen(time: number): boolean {
    const { weekday, hour } = dayOf(time);
    return weekday < WORKING_DAYS && hour >= OPENS && hour < CLOSES;
  }

  /** When a computer is switched on that is off at `time`. */
  nextStart(time: number): number {
    const { day, weekday, hour } = dayOf(time);
    const today = weekday < WORKING_DAYS && hour < OPENS;
    const ahead = today ? 0 : weekday < WORKING_DAYS - 1 ? 1 : 7 - weekday;
    return day + ahead * DAY_MS + OPENS + this.chance.next() * this.startMinutes * MINUTE_MS;
  }
}

function dayOf(time: number): { readonly day: number; readonly weekday: number; readonly hour: number } {
  const days = Math.floor((time - BEGINNING) / DAY_MS);
  const day = BEGINNING + days * DAY_MS;
  return { day, weekday: days % 7, hour: time - day };
}
