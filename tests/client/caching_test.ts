import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import { SearchBench } from "../support/searching/search_bench.ts";
import { target } from "../support/searching/scripted_names.ts";

const FIRST = { host: "kms-1.example.com", port: 1688, address: "192.0.2.1", domain: "example.com" };
const SECOND = { ...FIRST, host: "kms-2.example.com", address: "192.0.2.2" };

/** Two sound hosts in DNS, the first of which has activated the client. */
async function activated(): Promise<SearchBench> {
  const bench = new SearchBench();
  for (const i of [1, 2]) bench.hosts.sites.set(`192.0.2.${i} 1688`, bench.sound());
  bench.names.offer(
    "example.com.",
    target("kms-1.example.com", ["192.0.2.1"]),
    target("kms-2.example.com", ["192.0.2.2"]),
  );
  await bench.activate();
  bench.hosts.attempts.length = 0;
  bench.names.asked.length = 0;
  return bench;
}

Deno.test("the host that activated is remembered, and the renewal goes there without a question to DNS", async () => {
  const bench = await activated();
  assert.deepEqual(bench.cachedHost, FIRST);
  const { host } = await bench.activate();
  assert.deepEqual([host.host, host.origin], ["kms-1.example.com", "remembered"]);
  assert.deepEqual(bench.names.asked, []);
  assert.equal(bench.hosts.attempts.length, 1);
  assert.deepEqual((await bench.client()).hostInUse, { ...FIRST, origin: "remembered" });
});

Deno.test("another host that answers takes the place of one that failed", async () => {
  const bench = await activated();
  bench.hosts.sites.set("192.0.2.1 1688", "dead");
  const { host } = await bench.activate();
  assert.deepEqual([host.host, host.origin], ["kms-2.example.com", "dns"]);
  assert.deepEqual(bench.cachedHost, SECOND);
  assert.deepEqual(bench.hosts.attempts.map((text) => text.split(" ")[0]), ["192.0.2.1", "192.0.2.2"]);
});

Deno.test("a host that fails stays remembered while no other answers", async () => {
  const bench = await activated();
  bench.hosts.sites.clear();
  assert.match((await bench.refused()).message, /kms-1\.example\.com.*\(2 hosts were tried\)/);
  bench.names.services.clear();
  assert.match((await bench.refused()).message, /kms-1\.example\.com.*refused \(Cannot look up SRV/);
  assert.deepEqual(bench.cachedHost, FIRST);
});

Deno.test("a refusal is no reason to remember who gave it", async () => {
  const bench = await activated();
  bench.hosts.sites.set("192.0.2.1 1688", bench.refusing(HResult.tryLater));
  bench.hosts.sites.set("192.0.2.2 1688", bench.refusing(HResult.belowThreshold));
  assert.equal((await bench.refused()).code, HResult.belowThreshold);
  assert.deepEqual(bench.cachedHost, FIRST);
});

Deno.test("with caching off nothing is remembered, what was is forgotten, and DNS is asked each time", async () => {
  const bench = await activated();
  await (await bench.client()).changeSettings({ hostCaching: false });
  assert.equal(bench.cachedHost, null);
  for (const _ of [1, 2]) assert.equal((await bench.activate()).host.origin, "dns");
  assert.equal(bench.cachedHost, null);
  assert.deepEqual(bench.names.asked, ["domains", "SRV example.com.", "domains", "SRV example.com."]);
  assert.equal((await bench.client()).hostInUse, undefined);
});

Deno.test("a host that is set is not remembered, and leaves what is remembered alone", async () => {
  const bench = await activated();
  const client = await bench.client();
  await client.changeSettings({ host: "192.0.2.2" });
  assert.equal((await bench.activate()).host.origin, "set");
  assert.deepEqual(bench.cachedHost, FIRST);
  const inUse = (await bench.client()).hostInUse;
  assert.deepEqual([inUse?.host, inUse?.origin, inUse?.address], ["192.0.2.2", "set", null]);
});

Deno.test("an image of a computer remembers no host", async () => {
  const bench = await activated();
  await (await bench.client()).generalize();
  assert.equal(bench.cachedHost, null);
});

Deno.test("a host that announced itself is not remembered, and leaves what is remembered alone", async () => {
  const bench = await activated();
  await (await bench.client()).changeSettings({ multicast: true });
  bench.hosts.sites.clear();
  bench.hosts.sites.set("192.0.2.3 1688", bench.sound());
  bench.names.announced = { kind: "found", targets: [target("near.local", ["192.0.2.3"])] };
  const { host } = await bench.activate();
  assert.deepEqual([host.host, host.origin], ["near.local", "multicast"]);
  assert.deepEqual(bench.cachedHost, FIRST);
});
