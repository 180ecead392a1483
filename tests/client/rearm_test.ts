import assert from "node:assert/strict";
import { stateOf } from "../support/searching/looking.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { sampleLicence, samplePayload } from "../support/samples/sample_licence.ts";
import { TestClient } from "../support/roles/test_client.ts";

const DAY = 24 * 60 * 60 * 1000;

Deno.test("rearm() makes a new machine ID, clears the lease and begins the grace period anew, three times", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.activate();
  const seen = new Set([client.machineId]);
  for (const left of [2, 1, 0]) {
    bench.time.set(bench.time.now() + 20 * DAY);
    await client.rearm();
    assert.equal(client.rearmsLeft, left);
    assert.equal((await client.look()).lease, undefined);
    assert.deepEqual(await stateOf(client), { state: 2, minutesLeft: 30 * 1440 });
    seen.add(client.machineId);
  }
  assert.equal(seen.size, 4);
  assert.equal((await operationErrorOf(() => client.rearm())).code, HResult.rearmLimitReached);
  const again = await bench.open();
  assert.deepEqual([again.machineId, again.rearmsLeft], [client.machineId, 0]);
  assert.equal(again.product?.name, "Example Editor");
});

Deno.test("the licence file says how often a client may be rearmed", async () => {
  for (const rearms of [0, 1, 5]) {
    const bench = new TestClient();
    bench.documents.texts.set("publisher.lic", sampleLicence(samplePayload({ rearms })));
    const client = await bench.ready();
    for (let i = 0; i < rearms; i++) await client.rearm();
    assert.equal(client.rearmsLeft, 0);
    await operationErrorOf(() => client.rearm());
  }
});

Deno.test("a computer made from an image has an ID, a grace period and rearms of its own, and keeps key and host", async () => {
  const bench = new TestClient();
  const original = await bench.ready();
  await original.activate();
  await original.rearm();
  await original.generalize();
  assert.equal((await original.look()).lease, undefined);
  bench.time.set(bench.time.now() + 40 * DAY);
  bench.machine = fakeMachine("image 1");
  const first = await bench.open();
  assert.notEqual(first.machineId, original.machineId);
  assert.deepEqual([first.rearmsLeft, first.settings.host], [3, "kms.example:1688"]);
  assert.deepEqual(await stateOf(first), { state: 2, minutesLeft: 30 * 1440 });
  const again = await bench.open();
  assert.equal(again.machineId, first.machineId);
  assert.equal((await again.activate()).product.name, "Example Editor");
});

Deno.test("on the computer that an image was made of, generalize() is no way around the rearms", async () => {
  const bench = new TestClient();
  const original = await bench.ready();
  await original.rearm();
  await original.generalize();
  bench.time.set(bench.time.now() + 40 * DAY);
  bench.machine = fakeMachine("pc-1", 1);
  const woken = await bench.open();
  assert.notEqual(woken.machineId, original.machineId);
  assert.equal(woken.rearmsLeft, 2);
  assert.deepEqual(await stateOf(woken), { state: 5, minutesLeft: 0 });
});

Deno.test("a client's settings are kept as they are understood, and one that cannot be read is not kept", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.changeSettings({ domain: "Example.COM." });
  await client.changeSettings({ hostCaching: false });
  await client.changeSettings({ multicast: true });
  await client.changeSettings({ activationType: 2 });
  await client.changeSettings({ dnsServer: "192.0.2.53" });
  const settings = {
    host: "kms.example:1688",
    productHost: null,
    dnsServer: "192.0.2.53:53",
    domain: "example.com",
    hostCaching: false,
    multicast: true,
    activationType: 2,
    ephemeral: false,
  };
  assert.deepEqual((await bench.open()).settings, settings);
  for (
    const domain of ["", ".", "a..b", "-a.example", "a b", "a".repeat(64), "a.".repeat(128), "ä.example"]
  ) {
    await operationErrorOf(() => client.changeSettings({ domain }));
  }
  assert.deepEqual(client.settings, settings);
  await client.changeSettings({ domain: null });
  assert.equal((await bench.open()).settings.domain, null);
});

Deno.test("a client.json of an earlier version has the settings that one begins with", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  const stored = bench.documents.parsed<Record<string, unknown>>("client.json");
  for (
    const member of [
      "productHost",
      "cachedHost",
      "dnsServer",
      "domain",
      "hostCaching",
      "activationType",
      "ephemeral",
      "rearms",
      "generalizedOn",
    ]
  ) {
    delete stored[member];
  }
  bench.documents.texts.set("client.json", JSON.stringify(stored));
  const again = await bench.open();
  assert.deepEqual(again.settings, client.settings);
  assert.equal(again.rearmsLeft, 3);
});

Deno.test("a client from before there was multicast opens, with that off", async () => {
  const bench = new TestClient();
  await bench.ready();
  const { multicast, ...before } = bench.documents.parsed<Record<string, unknown>>("client.json");
  assert.equal(multicast, false);
  await bench.documents.json("client.json").write(before);
  assert.equal((await bench.open()).settings.multicast, false);
});
