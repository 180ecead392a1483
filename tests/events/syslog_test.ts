import assert from "node:assert/strict";
import fc from "fast-check";
import type { LoggedEntry } from "../../src/events/records.ts";
import { octetCounted, syslogMessage } from "../../src/events/syslog.ts";
import { EventId } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { hostEvents } from "../support/samples/host_events.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { parseSyslog, splitFrames } from "../support/programs/syslog_parser.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const parsed = (entry: LoggedEntry, computer = "kms-1") =>
  parseSyslog(bytesOf(syslogMessage(entry, computer)));
const entryOf = (event: LoggedEntry["event"]): LoggedEntry => ({
  source: "journal",
  n: 4,
  product: null,
  event,
});

const request = {
  ...machineEvent(3),
  time: Date.UTC(2027, 4, 21, 10, 44, 7, 5),
  result: HResult.belowThreshold,
  name: "B\u00fcro-3",
};

Deno.test("a message has the event's time, computer and number, and all its fields as structured data", () => {
  const { data, ...message } = parsed({ ...entryOf(request), product: "Editor" });
  assert.deepEqual(message, {
    facility: 3,
    severity: 4,
    timestamp: "2027-05-21T10:44:07.005Z",
    hostname: "kms-1",
    app: "kms",
    process: "-",
    messageId: "12290",
    message: "refused B\u00fcro-3 for Editor (too few), count 3 of 25",
  });
  const { result, name, product, source, n, event, virtual, ...others } = data["kms@32473"]!;
  assert.deepEqual([result, name, product, source, n, event, virtual], [
    "0xC004F038",
    "B\u00fcro-3",
    "Editor",
    "journal",
    "4",
    "requestProcessed",
    "false",
  ]);
  assert.equal(others["hardware"], request.hardware);
});

Deno.test("what an event asks of a person is its severity", () => {
  const severities = [
    entryOf({ ...request, result: 0 }),
    entryOf({ id: EventId.hostStarted, time: 1, version: "1" }),
    entryOf(request),
    entryOf({ id: EventId.hostSealed, time: 1, reason: "r", remedy: "m" }),
  ].map((entry) => parsed(entry).severity);
  assert.deepEqual(severities, [6, 5, 4, 3]);
});

Deno.test("a value may hold quotes, backslashes and brackets, and no control character goes out", () => {
  const name = String.raw`a"]b\c] [x@1 y="z"`;
  assert.equal(parsed(entryOf({ ...request, name })).data["kms@32473"]!["name"], name);
  const hostile = syslogMessage(entryOf({ ...request, name: "a\n<0>1 forged\u001b[2J\u202e" }), "kms-1");
  assert(!/[\p{Cc}\u202e]/u.test(hostile));
  assert.equal(parseSyslog(bytesOf(hostile)).data["kms@32473"]!["name"], "a <0>1 forged [2J ");
});

Deno.test("what is nested goes by names with points, and what is null does not go", () => {
  const record = { priority: 1, weight: 2, port: 1688, target: "kms.example.com", ttl: 3600 };
  const published = parsed(
    entryOf({ id: EventId.dnsPublished, time: 1, domain: "example.com", record, server: "192.0.2.1:53" }),
  );
  assert.equal(published.data["kms@32473"]!["record.port"], "1688");
  const failed = parsed(entryOf({ id: EventId.hostFailed, time: 1, code: null, reason: "r", remedy: null }));
  assert.deepEqual(Object.keys(failed.data["kms@32473"]!), ["source", "n", "event", "reason"]);
});

Deno.test("every event makes a message that the grammar takes, whatever stands in it and however the computer is called", () => {
  fc.assert(
    fc.property(
      hostEvents,
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary" }),
      (event, computer, name) => {
        const named = "name" in event && event.id === EventId.requestProcessed ? { ...event, name } : event;
        assert.equal(parsed(entryOf(named), computer).messageId, String(event.id));
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("a time that is none is left out", () => {
  assert.equal(parsed(entryOf({ ...request, time: 1e300 })).timestamp, "-");
  assert.equal(parsed(entryOf({ ...request, time: 9e14 })).timestamp, "-"); // the year 30,000 has five digits
});

Deno.test("messages with their length in front are told apart whatever they hold", () => {
  const messages = ["a", "12 b\n", "\u00fc\u20ac", ""].map((text) => text + "x");
  const frames = messages.map(octetCounted);
  const stream = Uint8Array.from(frames.flatMap((frame) => [...frame]));
  const split = splitFrames(stream);
  assert.deepEqual(split.messages.map((bytes) => new TextDecoder().decode(bytes)), messages);
  assert.equal(split.rest, 0);
});
