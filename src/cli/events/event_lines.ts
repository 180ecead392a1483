import type { EventEntry } from "../../api/types.ts";
import { EVENT_KINDS } from "../../events/catalogue.ts";
import { eventText } from "../../events/words.ts";
import { formatHResult } from "../../protocol/hresult.ts";
import { exactTime, localTime } from "../printing/moments.ts";

/** `2027-05-21 10:44:07  12290  activated desk-1 for Editor, count 30 of 25` */
export function eventLine({ event, product }: EventEntry): string {
  return `${localTime(event.time)}  ${event.id}  ${eventText(event, product)}`;
}

const NAME_COLUMNS = 20;
const TIMES = new Set(["since", "time"]);
const CODES = new Set(["result", "code"]);

/** An event with all its fields, a line each. */
export function eventLines(entry: EventEntry): string[] {
  const { event, source, n, product } = entry;
  const { id, time, ...fields } = event;
  const all = product === null ? fields : { product, ...fields };
  return [
    `${exactTime(time)}  ${id}  ${EVENT_KINDS[id].name}, ${source} ${n}`,
    `    ${eventText(event, product)}`,
    ...Object.entries(all).flatMap(([name, value]) => fieldLines(name, value)),
  ];
}

function fieldLines(name: string, value: unknown): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([part, inner]) => fieldLines(`${name}.${part}`, inner));
  }
  return [`    ${name.padEnd(NAME_COLUMNS)}  ${fieldText(name, value)}`];
}

function fieldText(name: string, value: unknown): string {
  if (value === null) return "-";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number") return String(value);
  if (CODES.has(name)) return formatHResult(value);
  return TIMES.has(name) ? exactTime(value) : String(value);
}
