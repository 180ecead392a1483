import assert from "node:assert/strict";
import { EVENT_KINDS, severityOf } from "../../src/events/catalogue.ts";
import { eventText } from "../../src/events/words.ts";
import { ClientEventId, type LoggedEvent } from "../../src/policy/client_events.ts";
import { EventId } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { machineEvent } from "../support/samples/machine_events.ts";

const request = { ...machineEvent(3), name: "desk-3", count: 3, needed: 25, productId: "12345678".repeat(4) };
const answer = {
  id: ClientEventId.answerReceived,
  time: 1,
  host: "2001:db8::1",
  port: 1688,
  address: "2001:db8::1",
  result: HResult.belowThreshold,
  reason: "too few computers",
  count: 3,
  activationInterval: 120,
  renewalInterval: 10_080,
  milliseconds: 7,
} as const;

Deno.test("a request is told with its outcome, machine, product and counts", () => {
  assert.equal(eventText(request, "Editor"), "activated desk-3 for Editor, count 3 of 25");
  assert.equal(
    eventText({ ...request, renewal: true }, "Editor"),
    "renewed desk-3 for Editor, count 3 of 25",
  );
  assert.equal(
    eventText({ ...request, result: HResult.belowThreshold, virtual: true, ephemeral: true }),
    "refused desk-3 for product 12345678 (too few), count 3 of 25, virtual, ephemeral",
  );
  assert.match(eventText({ ...request, result: 0x80001234 }), /\(0x80001234\)/);
});

Deno.test("a client's events are told with the host, and why it did not activate", () => {
  assert.equal(
    eventText(answer),
    "not activated by [2001:db8::1]:1688 (0xC004F038): too few computers, in 7 ms",
  );
  assert.equal(
    eventText({ ...answer, host: "kms", result: 0, reason: null, milliseconds: 9 }),
    "activated by kms:1688, count 3, to be renewed every 10080 minutes, in 9 ms",
  );
  assert.equal(
    eventText({ ...answer, result: null, reason: "no route", milliseconds: null }),
    "not activated by [2001:db8::1]:1688: no route",
  );
});

Deno.test("a change is told with who made it", () => {
  const change = { id: EventId.settingChanged, time: 1, name: "port", value: 1700 } as const;
  assert.equal(
    eventText({ ...change, by: "alice from 192.0.2.7" }),
    "port set to 1700, by alice from 192.0.2.7",
  );
  assert.equal(eventText(change), "port set to 1700");
});

Deno.test("every number of an event has a kind, and no two kinds a name", () => {
  const numbers = [...Object.values(EventId), ...Object.values(ClientEventId)];
  assert.deepEqual(Object.keys(EVENT_KINDS).map(Number).sort(), [...numbers].sort());
  const names = { ...EventId, ...ClientEventId } as Record<string, number>;
  for (const [id, { name }] of Object.entries(EVENT_KINDS)) assert.equal(names[name], Number(id));
});

Deno.test("a refused request is a warning, an activated one is not", () => {
  assert.equal(severityOf(request), "information");
  assert.equal(severityOf({ ...request, result: HResult.clockOff }), "warning");
  assert.equal(severityOf(answer), "warning");
  const failed: LoggedEvent = { id: EventId.hostFailed, time: 1, code: null, reason: "", remedy: null };
  assert.equal(severityOf(failed), "error");
});

Deno.test("a machine without a name is called that", () => {
  const nameless = { ...machineEvent(3), name: "" };
  assert.match(eventText(nameless), /(activated|refused|renewed) \(no name\) for product/);
  const clone: LoggedEvent = { id: EventId.cloneSeen, time: 0, machineId: "", hardwares: 2, name: " " };
  assert.match(eventText(clone), /hardwares, \(no name\)$/);
});

Deno.test("a jump of the clock is told in units that people read, and its milliseconds are not who did it", () => {
  const jumped = (by: number) => eventText({ id: EventId.clockJumped, time: 1, by });
  assert.equal(jumped(-600_000), "the clock was set back by 10 minutes");
  assert.equal(
    jumped(12_600_500),
    "the clock went forward by 3 hours 30 minutes: it was set, or the computer slept",
  );
});
