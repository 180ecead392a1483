import assert from "node:assert/strict";
import fc from "fast-check";
import { eventPrinter } from "../../../src/cli/events/event_printer.ts";
import { eventCsv, eventCsvHeader, type LoggedEntry } from "../../../src/events/records.ts";
import { octetCounted, syslogMessage } from "../../../src/events/syslog.ts";
import { clientEventSchema } from "../../../src/policy/client_events.ts";
import { hostEventSchema } from "../../../src/policy/events.ts";
import { arbitraryOf } from "../../support/schema_arbitrary.ts";
import { parseSyslog, splitFrames } from "../../support/programs/syslog_parser.ts";
import { assertCsv, assertJsonLines, assertShown } from "./checks.ts";
import { ACTIVE } from "./texts.ts";

const PLAIN = { json: false, csv: false, long: false };
const STYLES = [PLAIN, { ...PLAIN, long: true }];
const SCHEMAS = [...hostEventSchema.options, ...clientEventSchema.options];

/** Stands for the text: no event has it of itself. */
const MARK = "the text";

/** Every event that there is, with a mark wherever its schema leaves a text open. */
export function everyEvent(seed: number): LoggedEntry["event"][] {
  return SCHEMAS.map((schema, i) =>
    fc.sample(arbitraryOf(schema, fc.constant(MARK)), {
      seed: seed + i,
      numRuns: 1,
    })[0] as LoggedEntry["event"]
  );
}

/** These events with a text in the place of the mark, in each format. */
export function inEveryFormat(events: readonly LoggedEntry["event"][], text: string): void {
  const entries = events.map((event, n): LoggedEntry => ({
    source: "journal",
    n,
    product: text,
    event: marked(event, text) as LoggedEntry["event"],
  }));
  asText(entries as Parameters<typeof asText>[0]);
  asCsv(entries);
  for (const entry of entries) asSyslog(entry, text);
}

function marked(value: unknown, text: string): unknown {
  if (value === MARK) return text;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => marked(item, text));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, marked(item, text)]));
}

function asText(entries: Parameters<ReturnType<typeof eventPrinter>["text"]>[0]): void {
  for (const style of STYLES) {
    assertShown(eventPrinter(style).text(entries), `events as text ${JSON.stringify(style)}`);
  }
  const records = assertJsonLines(eventPrinter({ ...PLAIN, json: true }).text(entries), "events as JSON");
  for (const [i, { event }] of entries.entries()) {
    const { id: _id, time: _time, ...fields } = event;
    const record = records[i] as Record<string, unknown>;
    const back = Object.fromEntries(Object.keys(fields).map((name) => [name, record[name]]));
    const [expected, found] = [fields, back].map((value) => JSON.parse(JSON.stringify(value)));
    assert.deepEqual(found, expected, `fields of event ${event.id} as JSON`);
  }
}

function asCsv(entries: readonly LoggedEntry[]): void {
  const [header, ...rows] = assertCsv(eventCsvHeader() + eventCsv(entries), "events as CSV");
  assert.equal(rows.length, entries.length, "rows of CSV");
  for (const [i, row] of rows.entries()) {
    const { id: _id, time: _time, ...fields } = entries[i]!.event;
    const back = JSON.parse(row[header!.indexOf("fields")]!.replaceAll(/;'(?=\s*[=+\-@])/g, ";"));
    assert.deepEqual(
      back,
      JSON.parse(JSON.stringify(fields)),
      `fields of event ${entries[i]!.event.id} as CSV`,
    );
  }
}

function asSyslog(entry: LoggedEntry, text: string): void {
  const message = syslogMessage(entry, text);
  assertShown(message.replace("\ufeff", ""), "syslog");
  const { messages, rest } = splitFrames(octetCounted(message));
  assert.deepEqual([messages.length, rest], [1, 0], "messages of syslog");
  const parsed = parsedOf(messages[0]!);
  assert.deepEqual([parsed.app, parsed.messageId], ["kms", String(entry.event.id)], "unescaped in syslog");
  assert.deepEqual(Object.keys(parsed.data), ["kms@32473"], "unescaped in syslog: another element");
  if (text.length <= 1000 && !ACTIVE.test(text)) {
    assert.equal(parsed.data["kms@32473"]!["product"], text, "the text comes back from syslog");
  }
}

function parsedOf(bytes: Uint8Array): ReturnType<typeof parseSyslog> {
  try {
    return parseSyslog(bytes);
  } catch (error) {
    throw new Error(`unescaped in syslog: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
