import { plainJson, plainLine } from "../../policy/plain_line.ts";
import type { EventEntry } from "../../api/types.ts";
import { eventCsv, eventCsvHeader, eventRecord } from "../../events/records.ts";
import { eventLine, eventLines } from "./event_lines.ts";
import { UsageError } from "../output.ts";

export interface EventStyle {
  readonly json: boolean;
  readonly csv: boolean;
  readonly long: boolean;
}

/** Events as text, in the style that was asked for. */
export interface EventPrinter {
  /** What stands before the first; nothing, or a line with its end. */
  readonly head: string;
  /** Lines with their ends. */
  text(entries: readonly EventEntry[]): string;
}

/** Throws UsageError for more than one style. */
export function eventPrinter({ json, csv, long }: EventStyle): EventPrinter {
  if ([json, csv, long].filter((one) => one).length > 1) {
    throw new UsageError("--json, --csv and --long exclude each other");
  }
  if (csv) return { head: eventCsvHeader(), text: eventCsv };
  if (json) return byLine((entry) => [plainJson(eventRecord(entry))]);
  return byLine((entry) => (long ? eventLines(entry) : [eventLine(entry)]).map(plainLine));
}

function byLine(lines: (entry: EventEntry) => readonly string[]): EventPrinter {
  return { head: "", text: (entries) => entries.flatMap(lines).map((line) => `${line}\n`).join("") };
}
