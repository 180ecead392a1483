import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import { decodeRequest } from "../../src/protocol/request.ts";
import { clientProductKey } from "../support/samples/sample_licence.ts";
import type { Site } from "../support/searching/scripted_hosts.ts";
import { target } from "../support/searching/scripted_names.ts";
import { askedOf, benchWith, SearchBench } from "../support/searching/search_bench.ts";

Deno.test("a client without a host finds one in DNS and is activated there", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  const { host } = await bench.activate();
  assert.deepEqual([host.host, host.port, host.origin, host.domain], [
    "kms-1.example.com",
    1688,
    "dns",
    "example.com",
  ]);
  assert.equal((await (await bench.client()).look()).lease?.kind, "holds");
});

Deno.test("a host that is set is the only one: it never falls over to DNS or to the one that is remembered", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  await bench.activate();
  const client = await bench.client();
  await client.changeSettings({ host: "192.0.2.77" });
  const error = await bench.refused();
  assert.match(error.message, /^No KMS host answered at 192\.0\.2\.77:1688: connection refused$/);
  assert.deepEqual(askedOf(bench).slice(1), ["192.0.2.77"]);
});

Deno.test("a host is set for the installed product alone, and cleared again", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  const client = await bench.client();
  const { id } = client.product!;
  await client.setProductHost(id, "192.0.2.77");
  assert.match((await bench.refused()).message, /192\.0\.2\.77/);
  await assert.rejects(
    () => client.setProductHost("0".repeat(32), "192.0.2.78"),
    /it is not what is installed/,
  );
  await client.setProductHost(id, null);
  assert.equal((await bench.activate()).host.host, "kms-1.example.com");
});

Deno.test("a host that is set for one product is not asked for another", async () => {
  const bench = benchWith((bench) => [bench.refusing(HResult.productNotServed)]);
  const client = await bench.client();
  await client.setProductHost(client.product!.id, "192.0.2.77");
  await client.installKey(clientProductKey(2));
  assert.equal(client.settings.productHost, null);
  assert.equal((await bench.refused()).code, HResult.productNotServed);
  assert.deepEqual(askedOf(bench), ["192.0.2.1"]);
});

Deno.test("the error names what came farthest, the first of such, and how many were tried", async () => {
  const sites = (bench: SearchBench): Site[] => [
    "refuses",
    bench.complaining(HResult.hostNotActivated),
    bench.refusing(HResult.productNotServed),
    bench.refusing(HResult.tryLater),
    "dead",
  ];
  const error = await benchWith(sites).refused();
  assert.equal(error.code, HResult.productNotServed);
  assert.match(error.message, /^The host kms-3\.example\.com:1688 refused: .* \(5 hosts were tried\)$/);
  const without = await benchWith((bench) => sites(bench).slice(0, 2)).refused();
  assert.equal(without.code, HResult.hostNotActivated);
  assert.match(without.message, /kms-2\.example\.com.*\(2 hosts were tried\)/);
});

Deno.test("what every host said is kept with the error", async () => {
  const bench = benchWith((bench) => ["refuses", bench.stranger(), bench.refusing(HResult.tryLater)]);
  const { search } = await bench.refused();
  assert.deepEqual(
    search.answers.map(({ candidate, address, verdict }) => [candidate.host, address, verdict.kind]),
    [
      ["kms-1.example.com", undefined, "unreachable"],
      ["kms-2.example.com", "192.0.2.2", "unsound"],
      ["kms-3.example.com", "192.0.2.3", "signed"],
    ],
  );
  assert.deepEqual(search.steps.map(({ kind }) => kind), ["lookup", "candidate", "candidate", "candidate"]);
});

Deno.test("where nothing is found the error says what DNS said, and how to mend it", async () => {
  const bench = new SearchBench();
  const error = await bench.refused();
  assert.equal(error.code, HResult.noHostAnswered);
  assert.match(
    error.message,
    /^No KMS host was found: Cannot look up SRV _volact\._tcp\.example\.com\.: the name does/,
  );
  assert.match(error.remedy ?? "", /kms \/skms HOST.*_volact\._tcp/);
  bench.names.services.set("example.com.", { kind: "notOffered" });
  assert.match((await bench.refused()).message, /the domain says that it does not offer the service/);
  bench.names.domains = [];
  assert.match((await bench.refused()).message, /this computer lies in no DNS domain/);
});

Deno.test("each host is asked with a nonce of its own", async () => {
  const nonces: string[] = [];
  const noting = (bench: SearchBench): Site => ({
    answer: (frame) => {
      nonces.push(decodeRequest(frame).nonce.toHex());
      return (bench.refusing(HResult.tryLater) as { answer: (frame: Uint8Array) => readonly Uint8Array[] })
        .answer(frame);
    },
  });
  await benchWith((bench) => [noting(bench), noting(bench)]).refused();
  assert.equal(new Set(nonces).size, 2);
});

Deno.test("a lease that cannot be written is a fault of the disk: no other host is asked", async () => {
  const bench = benchWith((bench) => [bench.sound(), bench.sound()]);
  const client = await bench.client();
  bench.documents.failing = (name) => name === "lease.json";
  await assert.rejects(() => client.activate(), /no space left/);
  assert.deepEqual(askedOf(bench), ["192.0.2.1"]);
});

Deno.test("the DNS server of the moment goes before the one that is set, and that before the system's", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  const client = await bench.client();
  await bench.activate();
  await client.changeSettings({ dnsServer: "192.0.2.53" });
  await bench.activate();
  await bench.activate({ dnsServer: "[2001:db8::53]:5353" });
  assert.deepEqual(bench.names.sources.map(({ server }) => server), [
    undefined,
    { host: "192.0.2.53", port: 53 },
    { host: "2001:db8::53", port: 5353 },
  ]);
  await assert.rejects(
    () => client.activate({ dnsServer: "ns.example" }),
    /Cannot read the DNS server "ns\.example"/,
  );
});

Deno.test("a host that announces itself activates where DNS tells of none", async () => {
  const bench = new SearchBench();
  bench.hosts.sites.set("192.0.2.3 1688", bench.sound());
  bench.names.announced = { kind: "found", targets: [target("near.local", ["192.0.2.3"])] };
  await (await bench.client()).changeSettings({ multicast: true });
  const { host } = await bench.activate();
  assert.deepEqual([host.host, host.origin, host.domain], ["near.local", "multicast", null]);
});

Deno.test("a stranger who announces himself is passed over, and the host after him activates", async () => {
  const bench = new SearchBench();
  bench.hosts.sites.set("192.0.2.3 1688", bench.stranger());
  bench.hosts.sites.set("192.0.2.4 1688", bench.sound());
  const targets = [target("loud.local", ["192.0.2.3"]), target("near.local", ["192.0.2.4"])];
  bench.names.announced = { kind: "found", targets };
  await (await bench.client()).changeSettings({ multicast: true });
  assert.equal((await bench.activate()).host.host, "near.local");
});

Deno.test("a search without success says that nobody announced a host, or why nobody could be asked", async () => {
  const bench = new SearchBench();
  await (await bench.client()).changeSettings({ multicast: true });
  assert.match(
    (await bench.refused()).message,
    /the name does not exist; no host has announced itself by multicast$/,
  );
  const failure = { code: undefined, message: "Cannot look for hosts by multicast DNS: no port", remedy: "" };
  bench.names.announced = { kind: "failed", failure };
  assert.match((await bench.refused()).message, /; Cannot look for hosts by multicast DNS: no port$/);
});
