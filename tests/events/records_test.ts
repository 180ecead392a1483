import assert from "node:assert/strict";
import { eventCsv, eventCsvHeader, eventRecord } from "../../src/events/records.ts";
import { clientEventSchema } from "../../src/policy/client_events.ts";
import { EventId, hostEventSchema } from "../../src/policy/events.ts";
import { machineEvent } from "../support/samples/machine_events.ts";

const request = {
  source: "journal",
  n: 4,
  product: "Editor",
  event: { ...machineEvent(3), time: Date.UTC(2027, 4, 21, 10, 44, 7, 5), name: "desk-3" },
};

Deno.test("a record has what every event has, then the event's own fields", () => {
  const record = eventRecord(request);
  assert.deepEqual(Object.keys(record).slice(0, 8), [
    "source",
    "n",
    "id",
    "event",
    "time",
    "at",
    "text",
    "product",
  ]);
  assert.equal(record["event"], "requestProcessed");
  assert.equal(record["at"], "2027-05-21T10:44:07.005Z");
  const { id: _id, time: _time, ...fields } = request.event;
  assert.deepEqual(Object.fromEntries(Object.entries(record).slice(8)), fields);
});

Deno.test("no field of an event takes the place of what every record has", () => {
  const common = ["source", "n", "event", "at", "text", "product"];
  const fields = [...hostEventSchema.options, ...clientEventSchema.options].flatMap(({ entries }) =>
    Object.keys(entries)
  );
  assert(fields.length > 80);
  assert.deepEqual(fields.filter((field) => common.includes(field)), []);
});

/** Cells of a line without quotes that matter. */
function cells(event: Parameters<typeof eventCsv>[0][number]): Record<string, string> {
  const names = eventCsvHeader().trimEnd().split(",");
  const line = eventCsv([event]).trimEnd();
  const values = Array.from(line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g), ([, value]) => value!);
  assert.equal(values.length, names.length);
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

Deno.test("CSV has columns for what many events have, and all fields in the last", () => {
  const { time, id, machine, result, count, virtual, text, fields, by } = cells(request);
  assert.deepEqual([time, id, machine, result, count, virtual, by], [
    "2027-05-21T10:44:07.005Z",
    "12290",
    "desk-3",
    "0x00000000",
    "3",
    "false",
    "",
  ]);
  assert.match(text!, /activated desk-3 for Editor/);
  assert.equal(JSON.parse(fields!.slice(1, -1).replaceAll('""', '"')).hardware, request.event.hardware);
});

Deno.test("CSV has nothing that a spreadsheet runs or a terminal obeys, whatever a machine calls itself", () => {
  const hostile = { ...request, event: { ...request.event, name: "=cmd\u001b[2J\u202e" } };
  const line = eventCsv([hostile]);
  assert.equal(cells(hostile)["machine"], "'=cmd [2J ");
  assert(!/[\p{Cc}\u202e]/u.test(line.replace(/\r\n$/, "")));
});

Deno.test("an event without machine or result has empty cells there, also where it has members of those names", () => {
  const setting = {
    ...request,
    product: null,
    event: { id: EventId.settingChanged, time: 1, name: "port", value: 5, by: "local" } as const,
  };
  const { machine, result, by, product } = cells(setting);
  assert.deepEqual([machine, result, by, product], ["", "", "local", ""]);
});

Deno.test("no events are no lines", () => assert.equal(eventCsv([]), ""));
