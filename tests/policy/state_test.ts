import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { EventId, type HostEvent, hostEventSchema } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { apply, type HostState } from "../../src/policy/state.ts";
import { SETTING_RULES, type SettingName } from "../../src/policy/settings.ts";
import { catalogue, clientProduct, CountingHost, DAY, requestOf } from "../support/counting.ts";
import { decide } from "../../src/policy/decide.ts";
import { hostEvents } from "../support/samples/host_events.ts";
import { stateOf } from "../support/samples/states.ts";

function folded(events: readonly HostEvent[]): HostState {
  const state = stateOf();
  for (const event of events) apply(state, event);
  return state;
}

const imageOf = ({ facts, machines, requests }: HostState) =>
  JSON.stringify([facts, machines.records(), requests.snapshot()]);

Deno.test("apply() takes events in any order, and the same events always give the same state", () => {
  fc.assert(
    fc.property(fc.array(hostEvents, { maxLength: 40 }), (events) => {
      assert.equal(imageOf(folded(events)), imageOf(folded(events)));
    }),
    { numRuns: 200 },
  );
});

Deno.test("apply() gives the same state for events that have been through JSON", () => {
  fc.assert(
    fc.property(fc.array(hostEvents, { maxLength: 20 }), (events) => {
      const read = events.map((event) => v.parse(hostEventSchema, JSON.parse(JSON.stringify(event))));
      assert.deepEqual(read, events);
      assert.equal(imageOf(folded(read)), imageOf(folded(events)));
    }),
    { numRuns: 100 },
  );
});

Deno.test("apply() from a checkpoint goes on as the fold without one", () => {
  fc.assert(
    fc.property(fc.array(hostEvents, { maxLength: 30 }), fc.nat(30), (events, cut) => {
      const first = folded(events.slice(0, cut));
      const resumed = stateOf(first.facts, first.machines.records(), first.requests.snapshot());
      for (const event of events.slice(cut)) apply(resumed, event);
      const whole = folded(events);
      assert.deepEqual(resumed.facts, whole.facts);
      assert.deepEqual(resumed.requests.snapshot(), whole.requests.snapshot());
      assert.deepEqual(new Set(resumed.machines.records()), new Set(whole.machines.records()));
      assert.deepEqual(resumed.machines.totals(DAY), whole.machines.totals(DAY));
    }),
    { numRuns: 100 },
  );
});

Deno.test("apply() counts requests by result, licence state and product, and no probes", () => {
  const host = new CountingHost();
  host.askMany(25, "client");
  host.ask("client 1", { licenceState: 1 });
  host.ask("client 2", { clientTime: 0, licenceState: 5 });
  host.ask("client 3", { probe: true });
  const byResult = { [HResult.belowThreshold]: 24, [HResult.activated]: 2, [HResult.clockOff]: 1 };
  assert.deepEqual(host.state.facts.counters, {
    requests: 27,
    byResult,
    byLicenceState: [0, 1, 25, 0, 0, 1],
  });
  assert.deepEqual(host.state.requests.snapshot(), { [clientProduct.id]: byResult });
});

Deno.test("apply() keeps the sequence of the last reply that was recorded, and of a stop", () => {
  const host = new CountingHost();
  host.askMany(3, "client");
  assert.equal(host.state.facts.sequence, 3);
  apply(host.state, { id: EventId.hostStopped, time: 0, sequence: 9 });
  assert.equal(host.state.facts.sequence, 9);
});

Deno.test("apply() takes the activation away with a key that is removed or replaced, and keeps it through the rest", () => {
  const state = stateOf();
  const activated: HostEvent = {
    id: EventId.hostActivated,
    time: 5,
    certificate: "host",
    authorityCertificate: "authority",
    online: true,
  };
  for (const next of [EventId.keyInstalled, EventId.keyRemoved] as const) {
    apply(state, { id: EventId.keyInstalled, time: 1, serial: 7, partialKey: "ABCDE" });
    apply(state, activated);
    apply(state, { id: EventId.licenceInstalled, time: 2, publisher: "Example", serial: 4 });
    apply(state, { id: EventId.hostStarted, time: 2, version: "1" });
    apply(state, { id: EventId.journalTailCut, time: 2, bytes: 4 });
    assert.deepEqual(state.facts.activation, {
      certificate: "host",
      authorityCertificate: "authority",
      time: 5,
    });
    apply(state, { id: next, time: 3, serial: 8, partialKey: "FGHJK" } as HostEvent);
    assert.equal(state.facts.activation, null);
  }
  assert.equal(state.facts.key, null);
});

Deno.test("apply() changes each setting and no other", () => {
  for (const name of Object.keys(SETTING_RULES) as SettingName[]) {
    const state = stateOf();
    const before = state.facts.settings;
    apply(state, { id: EventId.settingChanged, time: 0, name, value: 77 });
    assert.deepEqual(state.facts.settings, { ...before, [name]: 77 });
  }
});

const namesOf = ({ state }: CountingHost) => state.machines.records().map(({ name }) => name);

/** That many days pass, and on each of them the host looks at its clock. */
function live(host: CountingHost, days: number): void {
  for (let day = 0; day < days; day++) {
    host.later(DAY);
    apply(host.state, { id: EventId.dayPassed, time: host.now, removed: 0 });
  }
}

Deno.test("apply() drops the records of machines that have left once as many days have passed", () => {
  const host = new CountingHost();
  host.askMany(3, "client");
  live(host, 29);
  host.later(DAY).ask("another");
  assert.deepEqual([host.count, namesOf(host).sort()], [1, ["another", "client 1", "client 2", "client 3"]]);
  live(host, 1);
  assert.deepEqual(namesOf(host), ["another"]);
});

Deno.test("apply() forgets no machine for a clock that was ahead, and counts it again when the clock is right", () => {
  const host = new CountingHost();
  host.askMany(3, "client");
  live(host, 2);
  host.later(400 * DAY).ask("another");
  live(host, 3);
  assert.equal(host.count, 1);
  host.later(-400 * DAY);
  assert.equal(host.count, 4);
  live(host, 60);
  assert.deepEqual([host.count, namesOf(host)], [0, []]);
});

Deno.test("apply() counts on whoever was seen while the clock was behind, when it is right again", () => {
  const host = new CountingHost();
  host.askMany(3, "client");
  live(host, 1);
  host.later(-40 * DAY).askMany(3, "client");
  live(host, 1);
  assert.equal(host.later(40 * DAY).count, 3);
  live(host, 31);
  assert.deepEqual([host.count, namesOf(host).length], [0, 3]);
  live(host, 31);
  assert.deepEqual(namesOf(host), []);
});

Deno.test("apply() holds no more records than the limit allows, those that have left among them", () => {
  const host = new CountingHost(50);
  host.askMany(50, "client");
  host.later(40 * DAY).askMany(45, "another");
  const held = namesOf(host);
  assert(held.length > 45 && held.length <= 50, `${held.length}`);
  assert.equal(host.later(-40 * DAY).known, held.length);
});

Deno.test("apply() keeps of a machine what its latest request said", () => {
  const host = new CountingHost();
  host.ask("client", { licenceState: 2, minutesLeft: 10 });
  const request = requestOf("client", host.now, { name: "renamed", licenceState: 3, minutesLeft: 5 });
  const { events } = decide(host.state, catalogue, request, { now: host.now + 1, sequence: 2, address: "" });
  for (const event of events) apply(host.state, event);
  const [record] = host.state.machines.records();
  assert.deepEqual([record?.name, record?.licenceState, record?.minutesLeft], ["renamed", 3, 5]);
  assert.deepEqual([record?.firstSeen, record?.lastSeen], [host.now, host.now + 1]);
});
