import assert from "node:assert/strict";
import type { SurveyWish } from "../../src/client/surveying.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { decodeRequest } from "../../src/protocol/request.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { elapse, type Site } from "../support/searching/scripted_hosts.ts";
import { target } from "../support/searching/scripted_names.ts";
import { SearchBench } from "../support/searching/search_bench.ts";

async function survey(bench: SearchBench, wish: SurveyWish = {}) {
  const client = await bench.client();
  const { hosts } = await elapse(bench.time, client.survey(wish));
  return hosts.map(({ candidate, asked, verdict }) =>
    `${candidate.host} ${asked ? "" : "not "}asked ${verdict.kind}`
  );
}

/** A host, and the same that refuses, in DNS. */
function offering(): SearchBench {
  const bench = new SearchBench();
  bench.hosts.sites.set("192.0.2.1 1688", bench.sound({ validity: 0 }));
  bench.hosts.sites.set("192.0.2.2 1688", bench.refusing(HResult.belowThreshold));
  bench.names.offer(
    "example.com.",
    target("kms-1.example.com", ["192.0.2.1"]),
    target("kms-2.example.com", ["192.0.2.2"]),
    target("kms-3.example.com", ["192.0.2.3"]),
  );
  return bench;
}

Deno.test("a survey probes every host, whatever the others say, and changes nothing that is stored", async () => {
  const bench = offering();
  await bench.client();
  const before = bench.documents.snapshot();
  assert.deepEqual(await survey(bench), [
    "kms-1.example.com asked activates",
    "kms-2.example.com asked signed",
    "kms-3.example.com asked unreachable",
  ]);
  assert.deepEqual(bench.documents.snapshot(), before);
});

Deno.test("hosts that are set are listed first, and the others as not asked", async () => {
  const bench = offering();
  const client = await bench.client();
  await client.changeSettings({ host: "192.0.2.8" });
  await client.setProductHost(client.product!.id, "192.0.2.7");
  assert.deepEqual((await survey(bench)).slice(0, 3), [
    "192.0.2.7 asked unreachable",
    "192.0.2.8 not asked unreachable",
    "kms-1.example.com not asked activates",
  ]);
});

Deno.test("a domain that is named is looked in alone", async () => {
  const bench = offering();
  const client = await bench.client();
  await client.changeSettings({ host: "192.0.2.8" });
  bench.names.offer("branch.example.", target("kms-1.branch.example", ["192.0.2.1"]));
  assert.deepEqual(await survey(bench, { domain: "Branch.example" }), [
    "kms-1.branch.example asked activates",
  ]);
  assert.deepEqual(bench.names.asked, ["SRV branch.example."]);
});

Deno.test("what is sent is a probe, for the installed product or the licence file's first", async () => {
  const bench = offering();
  const products: string[] = [];
  const sound = bench.sound() as Exclude<Site, string>;
  bench.hosts.sites.set("192.0.2.1 1688", {
    answer: (frame) => {
      const { probe, productId } = decodeRequest(frame);
      products.push(`${probe} ${productId.toHex()}`);
      return sound.answer(frame);
    },
  });
  await survey(bench);
  const without = await bench.open(bench.hosts);
  const { id } = without.licence!.payload.products[0]!;
  await without.removeKey();
  await elapse(bench.time, without.survey());
  assert.deepEqual(products, [`true ${id}`, `true ${id}`]);
});

Deno.test("without a licence file the survey says what is missing", async () => {
  const bench = offering();
  bench.documents.texts.delete("publisher.lic");
  const client = await bench.open(bench.hosts);
  assert.match((await operationErrorOf(() => client.survey())).remedy ?? "", /\/ilc FILE/);
});

Deno.test("no more than eight hosts are probed at one time, and all of them are", async () => {
  const bench = new SearchBench();
  const targets = Array.from({ length: 16 }, (_, i) => {
    bench.hosts.sites.set(`192.0.2.${i} 1688`, { ...bench.sound() as Exclude<Site, string>, after: 100 });
    return target(`kms-${i}.example.com`, [`192.0.2.${i}`]);
  });
  bench.names.offer("example.com.", ...targets);
  assert.equal((await survey(bench)).filter((line) => line.endsWith("activates")).length, 16);
  const firstRound = bench.hosts.attempts.filter((text) => text.endsWith(" at 0"));
  assert.equal(firstRound.length, 8);
});
