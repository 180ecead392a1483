import type { MachineRecord } from "../table/record.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Calendar } from "./calendar.ts";
import type { Editions } from "./editions.ts";
import type { SeenEvent } from "./seen_event.ts";
import type { ReportBody } from "./report.ts";

/** What all reports are made from, but for the events. */
export interface Source {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly calendar: Calendar;
  /** Name of the host's computer. */
  readonly host: string;
  readonly publisher: string | null;
  /** Those of the licence file. */
  readonly products: readonly Product[];
  /** What the host keeps of each machine that is within its 30 days. */
  readonly machines: readonly MachineRecord[];
}

/** A source with what follows from it. */
export interface Basis extends Source {
  readonly editions: Editions;
  /** The day of `now`. */
  readonly today: string;
}

/** The days that a report is to cover, in the host's time zone. */
export interface Period {
  /** Counted from today, today among them; the report's own number where neither this nor `since` is given. */
  readonly days?: number | undefined;
  /** First and last day, `2026-05-01`; today where `until` is left out. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** One report in the making: it is shown every event, in the order of the journal, and tells what follows. */
export interface Draft {
  /** Undefined where it needs no events. */
  readonly see?: (event: SeenEvent) => void;
  /** `since`: the time of the oldest event in the journal. */
  finish(since: number | null): ReportBody;
}
