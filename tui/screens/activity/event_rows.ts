import type { EventEntry } from "../../../src/api/types.ts";
import { EVENT_KINDS } from "../../../src/events/catalogue.ts";
import { fieldMeanings } from "../../../src/events/fields.ts";
import { eventText } from "../../../src/events/words.ts";
import { LICENCE_STATE_NAMES } from "../../../src/policy/licence_state.ts";
import { formatSpan } from "../../../src/policy/wording.ts";
import { describeHResult, formatHResult } from "../../../src/protocol/hresult.ts";
import { momentText } from "../../format.ts";
import { fit, widthOf, wrap } from "../../text.ts";
import type { Tone } from "../../theme.ts";

/** One row of an event that is shown as a whole: a field with its value and what it means, or a sentence. */
export interface EventRow {
  readonly label: string;
  readonly text: string;
  readonly meaning: string;
  readonly tone: Tone;
}

interface Field {
  readonly name: string;
  readonly text: string;
  readonly meaning: string;
}

const GAP = 2;
const MOST_LABEL = 20;
/** Wider values have their rows to themselves. */
const MOST_VALUE = 36;
/** In less room a meaning is not shown. */
const LEAST_MEANING = 24;

/** All that is known of an event, in rows of `width` columns. */
export function eventRows(entry: EventEntry, width: number): EventRow[] {
  const { event, product, source, n } = entry;
  const sentence = (text: string, tone: Tone) =>
    wrap(text, width).map((text) => ({ label: "", text, meaning: "", tone }));
  const kind = EVENT_KINDS[event.id];
  return [
    ...sentence(`${momentText(event.time)}  event ${event.id}, ${kind.name}  ${source} ${n}`, "faint"),
    ...sentence(eventText(event, product), "strong"),
    ...sentence(`${kind.meaning}.`, "faint"),
    ...sentence("", "plain"),
    ...fieldRows(fieldsOf(entry), width),
  ];
}

function fieldsOf({ event, product }: EventEntry): Field[] {
  const meanings = fieldMeanings(event.id);
  const { id: _id, time: _time, ...own } = event;
  const all: Readonly<Record<string, unknown>> = product === null ? own : { product, ...own };
  return Object.entries(all).flatMap(([name, value]) => fieldOf(name, value, meanings.get(name) ?? ""));
}

/** What is nested goes by names with points: `record.port`. */
function fieldOf(name: string, value: unknown, meaning: string): Field[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([part, inner]) => fieldOf(`${name}.${part}`, inner, ""));
  }
  return [{ name, text: valueText(name, value), meaning }];
}

function valueText(name: string, value: unknown): string {
  if (value === null) return "-";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? numberText(name, value) : String(value);
}

function numberText(name: string, value: number): string {
  switch (name) {
    case "result":
    case "code":
      return `${formatHResult(value)}, ${describeHResult(value)}`;
    case "since":
      return momentText(value);
    case "minutesLeft":
      return value === 0 ? "0" : `${value}, ${formatSpan(value * 60_000)}`;
    case "licenceState":
      return `${value}, ${(LICENCE_STATE_NAMES as Readonly<Record<number, string>>)[value] ?? "unknown"}`;
    default:
      return String(value);
  }
}

function fieldRows(fields: readonly Field[], width: number): EventRow[] {
  const label = Math.min(MOST_LABEL, widest(fields.map(({ name }) => name))) + GAP;
  const value = widest(fields.map(({ text }) => text).filter((text) => widthOf(text) <= MOST_VALUE)) + GAP;
  return fields.flatMap(({ name, text, meaning }) => {
    const isShort = widthOf(text) < value;
    const texts = wrap(text, width - label);
    const meanings = isShort && width - label - value >= LEAST_MEANING
      ? wrap(meaning, width - label - value)
      : [""];
    const rows = Math.max(texts.length, meanings.length);
    return Array.from({ length: rows }, (_, i): EventRow => ({
      label: fit(i === 0 ? name : "", label),
      text: isShort ? fit(texts[i] ?? "", value) : texts[i] ?? "",
      meaning: meanings[i] ?? "",
      tone: "plain",
    }));
  });
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}
