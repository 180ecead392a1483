import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import {
  catalogue,
  clientProduct,
  cloudProduct,
  CountingHost,
  DAY,
  HOUR,
  idOf,
  requestOf,
  serverProduct,
  START,
} from "../support/counting.ts";
import { decide, resultOf } from "../../src/policy/decide.ts";
import type { RequestProcessed } from "../../src/policy/events.ts";
import { toHex } from "../../src/protocol/bytes.ts";
import { bytesNamed } from "../support/fakes/seeded_random.ts";
import { stateOf } from "../support/samples/states.ts";

Deno.test("decide() refuses the 24th computer with a count of 24 and activates the 25th", () => {
  const host = new CountingHost();
  const replies = host.askMany(25, "client").map(({ reply }) => reply);
  assert.deepEqual(replies.map(({ count }) => count), Array.from({ length: 25 }, (_, i) => i + 1));
  assert.deepEqual(replies.slice(22).map(({ result }) => result), [
    HResult.belowThreshold,
    HResult.belowThreshold,
    HResult.activated,
  ]);
});

Deno.test("decide() activates those that were refused before when they ask again above the threshold", () => {
  const host = new CountingHost();
  host.askMany(25, "client");
  assert.deepEqual(host.ask("client 1").outcome, { kind: "activated", validity: 259_200 });
  assert.equal(host.count, 25);
});

Deno.test("decide() activates the servers and not the clients when 3 clients and 2 servers are counted", () => {
  const host = new CountingHost();
  host.askMany(3, "client");
  host.ask("server 1", { productId: idOf(serverProduct) });
  const second = host.ask("server 2", { productId: idOf(serverProduct) });
  assert.equal(second.reply.result, HResult.activated);
  assert.equal(second.reply.count, 5);
  const client = host.ask("client 1");
  assert.deepEqual(client.outcome, { kind: "belowThreshold", needed: 25 });
  assert.equal(client.reply.count, 5);
});

Deno.test("decide() counts a machine whatever product it asks for, one that the host does not know too", () => {
  const host = new CountingHost();
  const { outcome, reply } = host.ask("stranger", { productId: bytesNamed("another publisher's") });
  assert.deepEqual(outcome, { kind: "productNotServed" });
  assert.equal(reply.count, 1);
  host.ask("stranger", { productId: idOf(serverProduct) });
  host.ask("stranger", { productId: idOf(clientProduct) });
  assert.equal(host.count, 1);
});

Deno.test("decide() records a product that the host may not activate with its threshold, one that nobody knows with none", () => {
  const { state } = new CountingHost();
  const circumstances = {
    now: START,
    sequence: 1,
    address: "192.0.2.1",
    unserved: new Map([[cloudProduct.id, cloudProduct]]),
  };
  const served = new Map([[clientProduct.id, clientProduct]]);
  for (
    const [productId, needed] of [[idOf(cloudProduct), cloudProduct.threshold], [bytesNamed("x"), 0]] as const
  ) {
    const { outcome, events } = decide(
      state,
      served,
      requestOf("client", START, { productId }),
      circumstances,
    );
    assert.deepEqual(outcome, { kind: "productNotServed" });
    assert.equal((events[0] as RequestProcessed).needed, needed);
  }
});

Deno.test("decide() takes a client's clock that is 4 hours off, and not one that is a second more", () => {
  for (const direction of [1, -1]) {
    const host = new CountingHost();
    const clock = (seconds: number) => ({ clientTime: Math.floor(START / 1000) + direction * seconds });
    assert.equal(host.ask("client", clock(4 * 3600)).outcome.kind, "belowThreshold");
    assert.equal(host.ask("client", clock(4 * 3600 + 1)).outcome.kind, "clockOff");
  }
});

Deno.test("decide() compares whole seconds, so that a fraction of the host's clock moves the edge nowhere", () => {
  const host = new CountingHost().later(999);
  const clientTime = Math.floor(START / 1000) - 4 * 3600;
  assert.equal(host.ask("client", { clientTime }).outcome.kind, "belowThreshold");
});

Deno.test("decide() counts a machine whose clock is off, and one with an absurd clock", () => {
  const host = new CountingHost();
  assert.equal(host.ask("slow", { clientTime: 0 }).reply.count, 1);
  assert.equal(host.ask("absurd", { clientTime: 2 ** 64 }).outcome.kind, "clockOff");
  assert.equal(host.count, 2);
});

Deno.test("decide() gives no validity with a refusal", () => {
  const host = new CountingHost();
  const refusals = [
    host.ask("client"),
    host.ask("slow", { clientTime: 0 }),
    host.ask("stranger", { productId: bytesNamed("nothing") }),
  ];
  assert.deepEqual(refusals.map(({ reply }) => reply.validity), [0, 0, 0]);
});

Deno.test("decide() gives a product's own validity, and its short one to an ephemeral machine", () => {
  const host = new CountingHost();
  host.askMany(5, "server", { productId: idOf(serverProduct) });
  const productId = idOf(serverProduct);
  assert.equal(host.ask("server 1", { productId }).reply.validity, 200_000);
  assert.equal(host.ask("container", { productId, ephemeral: true }).reply.validity, 1440);
});

Deno.test("decide() answers a probe with what it would answer, records nothing and gives no validity", () => {
  const host = new CountingHost();
  host.askMany(24, "client");
  const before = JSON.stringify(host.state.machines.records());
  const probe = host.ask("client 25", { probe: true });
  assert.deepEqual([probe.reply.result, probe.reply.count, probe.reply.validity], [0, 25, 0]);
  assert.deepEqual(probe.events, []);
  assert.equal(JSON.stringify(host.state.machines.records()), before);
  const real = host.ask("client 25");
  assert.deepEqual([real.reply.result, real.reply.count, real.reply.validity], [0, 25, 259_200]);
});

Deno.test("decide() carries the host's intervals, clock and sequence into the reply", () => {
  const state = stateOf();
  const circumstances = { now: START + 1999, sequence: 4711, address: "192.0.2.7" };
  const { reply, events } = decide(state, catalogue, requestOf("client", START), circumstances);
  assert.deepEqual(reply, {
    result: HResult.belowThreshold,
    count: 1,
    activationInterval: 120,
    renewalInterval: 10_080,
    validity: 0,
    issued: START / 1000 + 1,
    sequence: 4711,
  });
  assert.deepEqual(events, [{
    id: 12290,
    time: START + 1999,
    result: HResult.belowThreshold,
    machineId: toHex(bytesNamed("machine ID of client")),
    hardware: toHex(bytesNamed("hardware of client")),
    ephemeral: false,
    name: "client",
    productId: clientProduct.id,
    virtual: false,
    renewal: false,
    licenceState: 2,
    minutesLeft: 43_200,
    recorded: true,
    counted: true,
    count: 1,
    needed: 25,
    sequence: 4711,
    address: "192.0.2.7",
  }]);
});

Deno.test("decide() changes nothing itself", () => {
  const state = stateOf();
  decide(state, catalogue, requestOf("client", START), { now: START, sequence: 1, address: "" });
  assert.deepEqual(state.machines.totals(START), { known: 0, counted: 0, ephemeral: 0 });
  assert.equal(state.facts.sequence, 0);
});

Deno.test("resultOf() gives each outcome the code of the wire", () => {
  assert.deepEqual(
    [
      resultOf({ kind: "activated", validity: 1 }),
      resultOf({ kind: "belowThreshold", needed: 25 }),
      resultOf({ kind: "productNotServed" }),
      resultOf({ kind: "clockOff" }),
      resultOf({ kind: "machineLimitReached" }),
    ],
    [0, 0xC004F038, 0xC004F042, 0xC004F06C, 0x8007000E],
  );
});

Deno.test("decide() keeps a machine in the count for 30 days after its latest request, to the millisecond", () => {
  const host = new CountingHost();
  host.ask("client");
  host.later(29 * DAY).ask("client");
  host.later(30 * DAY - 1);
  assert.equal(host.count, 1);
  host.later(1);
  assert.deepEqual([host.count, host.known], [0, 0]);
});

Deno.test("decide() counts a machine that was away for longer as a new one", () => {
  const host = new CountingHost();
  host.ask("client");
  const back = host.later(31 * DAY).ask("client");
  assert.equal(back.reply.count, 1);
  assert.equal(host.state.machines.records()[0]?.firstSeen, START + 31 * DAY);
});

Deno.test("decide() keeps the count when a known machine renews", () => {
  const host = new CountingHost();
  host.askMany(7, "server", { productId: idOf(serverProduct) });
  for (let day = 1; day <= 90; day += 7) host.later(7 * DAY).askMany(7, "server", { renewal: true });
  assert.equal(host.count, 7);
});

Deno.test("decide() lets activation lapse when machines leave the count", () => {
  const host = new CountingHost();
  const productId = idOf(serverProduct);
  host.askMany(5, "server", { productId });
  host.later(30 * DAY - HOUR);
  assert.equal(host.ask("server 1", { productId }).reply.result, HResult.activated);
  assert.deepEqual(host.later(HOUR).ask("server 1", { productId }).reply.count, 1);
});
