import assert from "node:assert/strict";
import { INITIAL_HEALTH } from "../../src/policy/alerts.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { UNKNOWN_PRODUCT } from "../../src/policy/request_counts.ts";
import { apply } from "../../src/policy/state.ts";
import { clientProduct, CountingHost, DAY, HOUR, START } from "../support/counting.ts";
import { stateOf } from "../support/samples/states.ts";

const RAISED = {
  id: EventId.alertRaised,
  time: 5,
  condition: "countLow",
  severity: "warning",
  reason: "the count is 1",
  remedy: "look",
} as const;

function healthAfter(...events: HostEvent[]) {
  const state = stateOf();
  for (const event of events) apply(state, event);
  return state.facts.health;
}

const limitEvents = ({ events }: CountingHost) =>
  events.filter(({ id }) => id === EventId.machineLimitReached);

Deno.test("an alert keeps the time at which it was raised when its severity changes, and goes when it is cleared", () => {
  const worse = { ...RAISED, time: 9, severity: "critical", reason: "the count is 0" } as const;
  assert.deepEqual(healthAfter(RAISED, worse).alerts, {
    countLow: { severity: "critical", since: 5, text: "the count is 0", remedy: "look" },
  });
  const cleared = {
    id: EventId.alertCleared,
    time: 10,
    condition: "countLow",
    since: 5,
    reason: "",
  } as const;
  assert.deepEqual(healthAfter(RAISED, cleared).alerts, {});
});

Deno.test("an alert holds since when its event says, and never since later than that", () => {
  const since = (...events: HostEvent[]) => healthAfter(...events).alerts["countLow"]?.since;
  assert.equal(since({ ...RAISED, since: 3 }), 3);
  assert.equal(since({ ...RAISED, since: 9 }), 5);
  assert.equal(since(RAISED, { ...RAISED, time: 2 }), 2);
});

Deno.test("silence counts from the last request, without the time that the host was stopped", () => {
  const started = (time: number) => ({ id: EventId.hostStarted, time, version: "1" }) as const;
  const stopped = (time: number) => ({ id: EventId.hostStopped, time, sequence: 0 }) as const;
  assert.equal(healthAfter(started(100)).quietSince, 100);
  assert.equal(healthAfter(started(100), stopped(150), started(1150)).quietSince, 1100);
  assert.equal(healthAfter(started(100), started(1150)).quietSince, 100, "it ended without saying when");
  assert.equal(healthAfter(started(100), stopped(150), started(20)).quietSince, 20, "never later than now");
  const host = new CountingHost();
  apply(host.state, started(START - DAY));
  host.ask("computer");
  assert.equal(host.state.facts.health.quietSince, START);
});

Deno.test("the machine limit is reported once, and again only after there was clearly room", () => {
  const host = new CountingHost(100);
  host.askMany(100, "early");
  assert.equal(limitEvents(host).length, 0);
  host.askMany(3, "late");
  assert.deepEqual(limitEvents(host), [{ id: EventId.machineLimitReached, time: START, limit: 100 }]);
  host.later(29 * DAY).askMany(96, "early"); // four leave, which is not yet room
  host.later(2 * DAY).askMany(4, "later");
  host.ask("too late");
  assert.equal(limitEvents(host).length, 1);
  host.later(29 * DAY).askMany(94, "later"); // all of the early ones leave, and a hundred fit again
  host.askMany(7, "at last");
  assert.equal(limitEvents(host).length, 2);
});

Deno.test("a probe that would find no room is no event", () => {
  const host = new CountingHost(50);
  host.askMany(50, "early");
  assert.deepEqual(host.ask("late", { probe: true }).events, []);
  assert.equal(host.state.facts.health.full, false);
});

Deno.test("apply() counts requests by product and result, all that the host does not know as one", () => {
  const host = new CountingHost();
  host.askMany(5, "client");
  host.ask("server", { productId: new Uint8Array(16).fill(7) });
  host.ask("server", { productId: new Uint8Array(16).fill(8) });
  assert.deepEqual(host.state.requests.snapshot(), {
    [clientProduct.id]: { [0xC004F038]: 5 },
    [UNKNOWN_PRODUCT]: { [0xC004F042]: 2 },
  });
  assert.deepEqual(host.state.facts.counters.byResult, { [0xC004F038]: 5, [0xC004F042]: 2 });
  apply(host.state, { id: EventId.hostGeneralized, time: START });
  assert.deepEqual(host.state.requests.snapshot(), {});
});

Deno.test("a host that is made an image of knows nothing of its health any more", () => {
  const jumped = { id: EventId.clockJumped, time: 7, by: -HOUR } as const;
  const { latest, ...rest } = healthAfter(RAISED, jumped, { id: EventId.hostGeneralized, time: 8 });
  assert.deepEqual({ ...rest, latest: 0 }, INITIAL_HEALTH);
  assert.equal(latest, 8);
});
