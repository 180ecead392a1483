import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import type { ClientFacts } from "../../src/client/client_store.ts";
import { DAY, HOUR } from "../support/counting.ts";
import { clientProductKey } from "../support/samples/sample_licence.ts";
import { benchWith, type SearchBench } from "../support/searching/search_bench.ts";

const BELOW = { result: HResult.belowThreshold, validity: 0 } as const;
const told = { activationInterval: 33, renewalInterval: 1234 } as const;

const kept = ({ documents }: SearchBench) => documents.parsed<ClientFacts>("client.json");
const intervals = async (bench: SearchBench) => (await bench.client()).intervals;
const reasonNow = async (bench: SearchBench) => (await (await bench.client()).look()).standing.reason;

/** Activated, then its clock ran a year ahead for a moment and was seen. */
async function afterClockRanAhead(bench: SearchBench): Promise<void> {
  await bench.activate();
  const now = bench.time.now();
  bench.time.set(now + 365 * DAY);
  await (await bench.client()).look();
  bench.time.set(now + DAY);
  assert.equal(await reasonNow(bench), "clockBack");
}

Deno.test("a client comes again as its host has told, whether that activated or refused", async () => {
  for (const result of [{}, BELOW]) {
    const bench = benchWith((bench) => [bench.sound({ ...told, ...result })]);
    assert.deepEqual(await intervals(bench), { activationInterval: 120, renewalInterval: 10_080 });
    await bench.activate().catch(() => {});
    assert.deepEqual(await intervals(bench), told);
  }
});

Deno.test("of several hosts that refuse, the last is believed, and of one that is none nothing", async () => {
  const bench = benchWith((bench) => [
    bench.sound({ ...told, result: HResult.productNotServed, validity: 0 }),
    bench.sound({ activationInterval: 60, renewalInterval: 600, result: HResult.tryLater, validity: 0 }),
    bench.stranger(),
    bench.complaining(HResult.hostNotActivated),
    "dead",
  ]);
  await bench.refused();
  assert.deepEqual(await intervals(bench), { activationInterval: 60, renewalInterval: 600 });
});

Deno.test("a probe tells a client nothing to be kept", async () => {
  const bench = benchWith((bench) => [bench.sound({ ...told, ...BELOW })]);
  const client = await bench.client();
  const before = bench.documents.snapshot();
  await client.survey();
  assert.deepEqual(bench.documents.snapshot(), before);
});

Deno.test("a document of before, without intervals, opens with the usual ones", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  await bench.client();
  const { activationInterval: _, renewalInterval: __, ...before } = kept(bench);
  bench.documents.texts.set("client.json", JSON.stringify(before));
  assert.deepEqual(await intervals(bench), { activationInterval: 120, renewalInterval: 10_080 });
});

Deno.test("a lease is renewed by the interval that was told last, not by the one it was granted with", async () => {
  const bench = benchWith((bench) => [bench.sound({ renewalInterval: 10_080 })]);
  await bench.activate();
  const start = bench.time.now();
  const refusing = bench.sound({ ...told, ...BELOW, renewalInterval: 20_000 });
  bench.hosts.sites.set("192.0.2.1 1688", refusing);
  await bench.refused();
  const { renewal, activationInterval } = await (await bench.client()).renewal();
  assert.deepEqual(renewal, { after: start + 20_000 * 60_000, minutes: 20_000 });
  assert.equal(activationInterval, 33);
});

Deno.test("after a clock that ran ahead, a signed refusal vouches for the time, and is on disk before it is told", async () => {
  const sites = benchWith((bench) => [bench.sound()]);
  await afterClockRanAhead(sites);
  sites.hosts.sites.set("192.0.2.1 1688", sites.refusing(HResult.belowThreshold));
  await sites.refused();
  assert.ok(kept(sites).highestTime <= sites.time.now());
  assert.equal(await reasonNow(sites), "leaseHolds");
});

Deno.test("who cannot vouch for the time does not: no host, one of another publisher, an error frame, one that finds the clock off", async () => {
  const sites: readonly ((bench: SearchBench) => Parameters<SearchBench["hosts"]["sites"]["set"]>[1])[] = [
    () => "dead",
    (bench) => bench.stranger(),
    (bench) => bench.complaining(HResult.hostNotActivated),
    (bench) => bench.refusing(HResult.clockOff),
    (bench) => bench.sound({ ...BELOW, issued: Math.floor((bench.time.now() - 5 * HOUR) / 1000) }),
  ];
  for (const [i, site] of sites.entries()) {
    const bench = benchWith((bench) => [bench.sound()]);
    await afterClockRanAhead(bench);
    bench.hosts.sites.set("192.0.2.1 1688", site(bench));
    await bench.refused();
    assert.equal(await reasonNow(bench), "clockBack", `site ${i}`);
  }
});

Deno.test("a refusal sets no time back behind the one at which the lease was issued", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  await bench.activate();
  bench.hosts.sites.set("192.0.2.1 1688", bench.refusing(HResult.belowThreshold));
  bench.time.set(bench.time.now() - 5 * HOUR); // and the host's clock with it
  await bench.refused();
  assert.equal(await reasonNow(bench), "clockBack");
});

Deno.test("what is refused is told though the folder takes nothing in", async () => {
  const bench = benchWith((bench) => [bench.sound({ ...told, ...BELOW })]);
  await bench.client();
  bench.documents.failing = () => true;
  assert.equal((await bench.refused()).code, HResult.belowThreshold);
});

Deno.test("an activation is not kept by a client that has another key or machine ID by then", async () => {
  for (const meanwhile of ["installKey", "rearm", "removeKey"] as const) {
    const bench = benchWith((bench) => [bench.sound()]);
    const asked = await (await bench.client()).ask();
    const other = await bench.client();
    await (meanwhile === "installKey" ? other.installKey(clientProductKey(2)) : other[meanwhile]());
    const before = bench.documents.snapshot();
    await assert.rejects(async () => await (await bench.open()).accept(asked), /were changed meanwhile/);
    assert.deepEqual(bench.documents.snapshot(), before);
  }
});

Deno.test("to ask writes nothing, so that it needs no folder of its own; to accept keeps what was granted", async () => {
  const bench = benchWith((bench) => [bench.sound(told)]);
  const client = await bench.client();
  bench.time.set(bench.time.now() + 2 * HOUR);
  const before = bench.documents.snapshot();
  const asked = await client.ask();
  assert.deepEqual(bench.documents.snapshot(), before);
  await (await bench.client()).changeSettings({ multicast: true });
  await (await bench.client()).accept(asked);
  const { activated, multicast, activationInterval } = kept(bench);
  assert.deepEqual([activated, multicast, activationInterval], [true, true, 33]);
});
