import assert from "node:assert/strict";
import type { Site } from "../support/searching/scripted_hosts.ts";
import { askedOf, benchWith } from "../support/searching/search_bench.ts";

Deno.test("a search ends after 30 seconds, with those left out that it did not come to", async () => {
  const bench = benchWith(() => Array<Site>(16).fill("dead"));
  const start = bench.time.now();
  const error = await bench.refused();
  assert.equal(bench.time.now() - start, 30_000);
  assert.equal(askedOf(bench).length, 6);
  assert.match(error.message, /\(6 hosts were tried; no more could be tried within 30 seconds\)/);
  assert.equal(error.search.late, true);
});

for (const [after, what] of [[4000, "connecting to"], [3000, "waiting for"]] as const) {
  Deno.test(`${what} the last host takes the time that is left, and no more`, async () => {
    const silent: Site = { after, answer: () => "silence" };
    const bench = benchWith(() => [silent, silent, silent, silent]);
    const start = bench.time.now();
    await bench.refused();
    assert.equal(bench.time.now() - start, 30_000);
    assert.equal(bench.hosts.open, 0);
  });
}

Deno.test("a lookup that takes all the time leaves none for hosts", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  bench.names.delay = () => bench.time.wait(30_000);
  assert.match((await bench.refused()).message, /no more could be tried within 30 seconds/);
  assert.deepEqual(askedOf(bench), []);
  assert.equal(bench.names.sources[0]?.deadline, bench.time.now());
});

Deno.test("a DNS that does not answer leaves ten seconds for multicast, where that is on", async () => {
  const bench = benchWith((bench) => [bench.sound()]);
  const start = bench.time.now();
  await (await bench.client()).changeSettings({ multicast: true });
  bench.names.offer("example.com.");
  await bench.refused();
  assert.deepEqual(bench.names.sources, [
    { server: undefined, deadline: start + 20_000, multicastDeadline: start + 30_000 },
  ]);
});

Deno.test("hosts that DNS tells of may take all the time: then nobody is asked by multicast", async () => {
  const bench = benchWith(() => Array<Site>(16).fill("dead"));
  await (await bench.client()).changeSettings({ multicast: true });
  await bench.refused();
  assert(!bench.names.asked.includes("multicast"));
});
