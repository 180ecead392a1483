import assert from "node:assert/strict";
import fc from "fast-check";
import { type EventFilter, eventTest, fitsPattern } from "../../src/events/filter.ts";
import type { LoggedEvent } from "../../src/policy/client_events.ts";
import { EventId } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { machineEvent } from "../support/samples/machine_events.ts";

const request = { ...machineEvent(0xab), time: 100, name: "Desk-17", result: HResult.belowThreshold };
const started: LoggedEvent = { id: EventId.hostStarted, time: 100, version: "1" };
const setting: LoggedEvent = { id: EventId.settingChanged, time: 100, name: "port", value: 1700 };
const dnsFailed: LoggedEvent = {
  id: EventId.dnsFailed,
  time: 100,
  domain: "example.com",
  code: HResult.noHostAnswered,
  reason: "refused",
  remedy: "allow it",
};
const answered: LoggedEvent = {
  id: 12289,
  time: 100,
  host: "kms",
  port: 1688,
  address: null,
  result: 0,
  reason: null,
  count: 30,
  activationInterval: 120,
  renewalInterval: 10_080,
  milliseconds: 5,
};

const passes = (filter: EventFilter, event: LoggedEvent) => eventTest(filter)(event);

Deno.test("a filter of nothing passes everything", () => {
  for (const event of [request, started, setting, dnsFailed, answered]) assert(passes({}, event));
});

Deno.test("events pass by number, and by time: from the first on, before the second", () => {
  assert(passes({ ids: [EventId.hostStarted, EventId.requestProcessed] }, request));
  assert(!passes({ ids: [EventId.hostStarted] }, request));
  assert(passes({ since: 100, until: 101 }, request));
  assert(!passes({ since: 101 }, request));
  assert(!passes({ until: 100 }, request));
});

Deno.test("events pass by the machine's name in any case, with *, and by its ID however it is written", () => {
  for (const machine of ["desk-17", "DESK-17", "desk-*", "*17", "d*k*7", "*"]) {
    assert(passes({ machine }, request), machine);
  }
  for (const machine of ["desk-1", "esk-17", "desk-17*1", "port", ""]) {
    assert(!passes({ machine }, request), machine);
  }
  const id = "000000000000000000000000000000AB";
  for (const machine of [id, id.toLowerCase(), "{00000000-0000-0000-0000-0000000000ab}"]) {
    assert(passes({ machine }, request), machine);
  }
});

Deno.test("an event of no machine is none of a machine's, whatever members it has", () => {
  for (const event of [started, setting]) assert(!passes({ machine: "*" }, event));
  assert(!passes({ machine: "port" }, setting));
});

Deno.test("events pass by result: a code, activated, refused", () => {
  assert(passes({ result: HResult.belowThreshold }, request));
  assert(!passes({ result: 0 }, request));
  assert(passes({ result: "refused" }, request));
  assert(!passes({ result: "activated" }, request));
  assert(passes({ result: "activated" }, answered));
  assert(!passes({ result: "refused" }, started));
  assert(passes({ result: HResult.noHostAnswered }, dnsFailed));
  assert(!passes({ result: "refused" }, dnsFailed));
});

Deno.test("a pattern fits what the same regular expression fits", () => {
  const short = fc.array(fc.constantFrom("a", "b", "*", "."), { maxLength: 7 }).map((parts) =>
    parts.join("")
  );
  fc.assert(fc.property(short, short, (text, pattern) => {
    const parts = pattern.split("*").map((part) => part.replaceAll(".", "\\."));
    assert.equal(fitsPattern(text, pattern), new RegExp(`^${parts.join(".*")}$`).test(text));
  }));
});

Deno.test("a pattern of many stars takes no longer than others", () => {
  assert(!fitsPattern("a".repeat(10_000), "*a".repeat(30) + "b"));
});
