import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import { EventId } from "../../src/policy/events.ts";
import {
  clientProduct,
  cloudProduct,
  CountingHost,
  DAY,
  idOf,
  NO_HARDWARE,
  serverProduct,
} from "../support/counting.ts";
import { bytesNamed } from "../support/fakes/seeded_random.ts";

const reported = (host: CountingHost) => host.events.filter(({ id }) => id === EventId.cloneSeen);

Deno.test("decide() activates virtual machines above the threshold and does not count them", () => {
  const host = new CountingHost();
  const productId = idOf(serverProduct);
  host.askMany(5, "server", { productId });
  const [first, second] = host.askMany(2, "guest", { productId, virtual: true });
  assert.deepEqual([first?.reply.result, first?.reply.count], [HResult.activated, 5]);
  assert.deepEqual([second?.reply.count, host.count, host.known], [5, 5, 7]);
});

Deno.test("decide() refuses virtual machines alone, however many", () => {
  const host = new CountingHost();
  const last = host.askMany(40, "guest", { virtual: true, productId: idOf(serverProduct) }).at(-1);
  assert.deepEqual([last?.reply.result, last?.reply.count], [HResult.belowThreshold, 0]);
});

Deno.test("decide() counts virtual machines for a product whose catalogue entry says so", () => {
  const host = new CountingHost();
  const replies = host.askMany(5, "guest", { virtual: true, productId: idOf(cloudProduct) });
  assert.deepEqual(replies.map(({ reply }) => reply.count), [1, 2, 3, 4, 5]);
  assert.equal(replies.at(-1)?.outcome.kind, "activated");
});

Deno.test("decide() goes on counting a virtual machine that asks for another product next", () => {
  const host = new CountingHost();
  host.ask("guest", { virtual: true, productId: idOf(cloudProduct) });
  assert.equal(host.ask("guest", { virtual: true, productId: idOf(clientProduct) }).reply.count, 1);
  host.later(30 * DAY);
  assert.equal(host.ask("guest", { virtual: true, productId: idOf(clientProduct) }).reply.count, 0);
});

Deno.test("decide() counts a virtual machine from when it asks for a product that counts it", () => {
  const host = new CountingHost();
  assert.equal(host.ask("guest", { virtual: true }).reply.count, 0);
  assert.equal(host.ask("guest", { virtual: true, productId: idOf(cloudProduct) }).reply.count, 1);
  assert.equal(host.known, 1);
});

Deno.test("decide() stops counting a computer that has become virtual", () => {
  const host = new CountingHost();
  assert.equal(host.ask("computer").reply.count, 1);
  assert.equal(host.ask("computer", { virtual: true }).reply.count, 0);
});

Deno.test("decide() records an ephemeral machine and never counts it, whatever the product", () => {
  const host = new CountingHost();
  for (const productId of [idOf(clientProduct), idOf(cloudProduct)]) {
    assert.equal(host.ask("container", { ephemeral: true, productId }).reply.count, 0);
    assert.equal(host.ask("container", { ephemeral: true, virtual: true, productId }).reply.count, 0);
  }
  assert.deepEqual([host.count, host.known], [0, 1]);
});

Deno.test("decide() keeps the record of a physical machine as it is while containers run on it", () => {
  const host = new CountingHost();
  host.ask("computer");
  const before = host.state.machines.records()[0];
  const container = host.later(DAY).ask("computer", { ephemeral: true });
  assert.equal(container.reply.count, 1);
  assert.deepEqual(host.state.machines.records()[0], before);
  assert.deepEqual([host.count, host.known], [1, 2]);
  assert.deepEqual(reported(host), []);
});

Deno.test("decide() tells machines without any hardware component apart by their machine IDs", () => {
  const host = new CountingHost();
  host.ask("one", { hardware: NO_HARDWARE });
  host.ask("two", { hardware: NO_HARDWARE });
  assert.equal(host.ask("one", { hardware: NO_HARDWARE }).reply.count, 2);
  assert.deepEqual(reported(host), []);
});

Deno.test("decide() takes a new machine ID on known hardware for a re-imaged machine that replaces the older record", () => {
  const host = new CountingHost();
  host.ask("computer");
  const machineId = bytesNamed("machine ID after re-imaging");
  assert.equal(host.later(DAY).ask("computer", { machineId }).reply.count, 1);
  const [record, ...others] = host.state.machines.records();
  assert.deepEqual(others, []);
  assert.equal(record?.firstSeen, host.now);
  assert.deepEqual(reported(host), []);
});

Deno.test("decide() counts a clone twice and reports it once", () => {
  const host = new CountingHost();
  const machineId = bytesNamed("cloned machine ID");
  host.ask("original", { machineId });
  assert.equal(host.ask("copy", { machineId }).reply.count, 2);
  for (const computer of ["original", "copy", "original", "copy"]) {
    host.later(DAY).ask(computer, { machineId });
  }
  assert.equal(host.count, 2);
  assert.deepEqual(reported(host).map((event) => "hardwares" in event ? event.hardwares : 0), [2]);
});

Deno.test("decide() reports each further hardware of a clone", () => {
  const host = new CountingHost();
  const machineId = bytesNamed("cloned machine ID");
  for (const computer of ["one", "two", "three"]) host.ask(computer, { machineId });
  assert.equal(host.count, 3);
  assert.deepEqual(reported(host).map((event) => "hardwares" in event ? event.hardwares : 0), [2, 3]);
});

Deno.test("decide() reports a clone whose hardware was known under another machine ID", () => {
  const host = new CountingHost();
  const machineId = bytesNamed("cloned machine ID");
  host.ask("one", { machineId });
  host.ask("two");
  host.ask("two", { machineId });
  assert.deepEqual([host.count, reported(host).length], [2, 1]);
});

Deno.test("decide() reports nothing for a probe of a clone", () => {
  const host = new CountingHost();
  const machineId = bytesNamed("cloned machine ID");
  host.ask("one", { machineId });
  assert.equal(host.ask("two", { machineId, probe: true }).reply.count, 2);
  assert.deepEqual([host.count, reported(host).length], [1, 0]);
});

Deno.test("decide() lets the older hardware of a repaired machine leave after its 30 days", () => {
  const host = new CountingHost();
  const machineId = bytesNamed("machine ID that was kept");
  host.ask("old board", { machineId });
  host.later(10 * DAY).ask("new board", { machineId });
  assert.equal(host.count, 2);
  assert.equal(host.later(20 * DAY).ask("new board", { machineId }).reply.count, 1);
  assert.equal(reported(host).length, 1);
});

Deno.test("decide() renews known machines of a full host and refuses new ones without recording them", () => {
  const host = new CountingHost(50);
  host.askMany(50, "client");
  const refused = host.ask("one too many");
  assert.deepEqual([refused.outcome.kind, refused.reply.count], ["machineLimitReached", 50]);
  assert.equal(host.ask("client 7", { renewal: true }).outcome.kind, "activated");
  assert.deepEqual([host.count, host.known], [50, 50]);
});

Deno.test("decide() has room on a full host again once a machine has left", () => {
  const host = new CountingHost(50);
  host.ask("client that leaves");
  host.later(DAY).askMany(49, "client");
  assert.equal(host.ask("new").outcome.kind, "machineLimitReached");
  assert.equal(host.later(29 * DAY).ask("new").outcome.kind, "activated");
  assert.equal(host.known, 50);
});

Deno.test("decide() puts re-imaged machines on a full host and refuses clones there", () => {
  const host = new CountingHost(50);
  host.askMany(50, "client");
  const machineId = bytesNamed("machine ID of client 1");
  assert.equal(host.ask("client 1", { machineId: bytesNamed("new") }).outcome.kind, "activated");
  assert.equal(host.ask("clone", { machineId }).outcome.kind, "machineLimitReached");
  assert.deepEqual(reported(host), []);
  assert.equal(host.known, 50);
});

Deno.test("decide() activates ephemeral machines on a full host without recording them", () => {
  const host = new CountingHost(50);
  host.askMany(50, "client");
  const { outcome, events } = host.ask("container", { ephemeral: true });
  assert.deepEqual(outcome, { kind: "activated", validity: 1440 });
  assert.deepEqual(events.map(({ id }) => id), [EventId.requestProcessed], "that is no host that is full");
  assert.equal(host.known, 50);
});

Deno.test("decide() keeps half of its places from ephemeral machines", () => {
  const host = new CountingHost(50);
  host.askMany(40, "container", { ephemeral: true });
  assert.equal(host.known, 25);
  assert.ok(host.askMany(25, "client").every(({ outcome }) => outcome.kind !== "machineLimitReached"));
  assert.deepEqual([host.known, host.count], [50, 25]);
  assert.equal(host.ask("container 26", { ephemeral: true }).outcome.kind, "activated");
  host.later(30 * DAY).askMany(30, "next container", { ephemeral: true });
  assert.equal(host.known, 25, "places come free when records leave");
});
