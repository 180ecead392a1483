import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import type { Site } from "../support/searching/scripted_hosts.ts";
import { askedOf, benchWith, type SearchBench } from "../support/searching/search_bench.ts";

const passedOver: Readonly<Record<string, (bench: SearchBench) => Site>> = {
  "refuses connections": () => "refuses",
  "takes no connection": () => "dead",
  "never answers": () => ({ answer: () => "silence" }),
  "closes before it answers": () => ({ answer: () => "end" }),
  "resets the connection": () => ({ answer: () => "reset" }),
  "speaks another protocol": () => ({ answer: () => [new TextEncoder().encode("SSH-2.0-OpenSSH_9.2\r\n")] }),
  "is another publisher's": (bench) => bench.stranger(),
  "is not activated": (bench) => bench.complaining(HResult.hostNotActivated),
  "finds the request malformed": (bench) => bench.complaining(HResult.malformed),
  "says without a signature that too few have asked": (bench) => bench.complaining(HResult.belowThreshold),
  "does not serve the product": (bench) => bench.refusing(HResult.productNotServed),
  "cannot record": (bench) => bench.refusing(HResult.tryLater),
  "is full": (bench) => bench.refusing(HResult.machineLimitReached),
  "refuses with a code that never travels": (bench) => bench.refusing(HResult.accessDenied),
};
for (const [what, site] of Object.entries(passedOver)) {
  Deno.test(`a host that ${what} is passed over for the next`, async () => {
    const bench = benchWith((bench) => [site(bench), bench.sound()]);
    assert.equal((await bench.activate()).host.host, "kms-2.example.com");
    assert.deepEqual(askedOf(bench), ["192.0.2.1", "192.0.2.2"]);
  });
}

for (const result of [HResult.belowThreshold, HResult.clockOff]) {
  Deno.test(`a signed refusal with ${result} is the answer for now: no other host is asked`, async () => {
    const bench = benchWith((bench) => ["refuses", bench.refusing(result), bench.sound()]);
    const error = await bench.refused();
    assert.equal(error.code, result);
    assert.deepEqual(askedOf(bench), ["192.0.2.1", "192.0.2.2"]);
    assert.doesNotMatch(error.message, /were tried/);
  });
}

Deno.test("a signed reply by a clock five hours behind is the answer for now too", async () => {
  const bench = benchWith((bench) => [
    bench.sound({ issued: bench.time.now() / 1000 - 5 * 3600 }),
    bench.sound(),
  ]);
  assert.equal((await bench.refused()).code, HResult.clockOff);
  assert.deepEqual(askedOf(bench), ["192.0.2.1"]);
});
