import type { LoggedEvent } from "../policy/client_events.ts";
import { plainJson } from "../policy/plain_line.ts";
import { formatHResult } from "../protocol/hresult.ts";
import { type Cell, formatCsv, formatCsvRows } from "../tables/csv.ts";
import { EVENT_KINDS } from "./catalogue.ts";
import { machineOf, resultOf } from "./filter.ts";
import { eventText } from "./words.ts";

/** An event of a log as other programs get it: in which log and where it stands, and the name of its product. */
export interface LoggedEntry {
  readonly source: string;
  readonly n: number;
  readonly product: string | null;
  readonly event: LoggedEvent;
}

/** As one object of JSON: what is known of every event, then its own fields. */
export function eventRecord({ source, n, product, event }: LoggedEntry): Readonly<Record<string, unknown>> {
  const { id, time, ...fields } = event;
  return {
    source,
    n,
    id,
    event: EVENT_KINDS[id].name,
    time,
    at: isoTime(time),
    text: eventText(event, product),
    ...(product === null ? {} : { product }),
    ...fields,
  };
}

/** ISO 8601 in UTC; for a number that is no time, the number. */
export function isoTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}

const COLUMNS = [
  "time",
  "id",
  "event",
  "source",
  "n",
  "machine",
  "machineId",
  "product",
  "productId",
  "result",
  "count",
  "needed",
  "virtual",
  "licenceState",
  "minutesLeft",
  "address",
  "by",
  "text",
  "fields",
] as const;

/** A header line of CSV. */
export function eventCsvHeader(): string {
  return formatCsv(COLUMNS, []);
}

/** Events as lines of CSV: what many of them have in columns of its own, and the last with all fields of each as JSON. */
export function eventCsv(entries: readonly LoggedEntry[]): string {
  return formatCsvRows(entries.map(cellsOf));
}

function cellsOf({ source, n, product, event }: LoggedEntry): Cell[] {
  const { id, time, ...fields } = event;
  const result = resultOf(event);
  const machine = machineOf(event);
  const own: Readonly<Record<string, unknown>> = fields;
  const known: Readonly<Partial<Record<typeof COLUMNS[number], Cell>>> = {
    time: isoTime(time),
    id,
    event: EVENT_KINDS[id].name,
    source,
    n,
    machine: cellOf(machine.name),
    machineId: machine.machineId ?? null,
    product: cellOf(product),
    result: result === undefined ? null : formatHResult(result),
    text: eventText(event, product),
    fields: plainJson(fields),
  };
  return COLUMNS.map((column) => column in known ? known[column] ?? null : cellOf(own[column]));
}

function cellOf(value: unknown): Cell {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
