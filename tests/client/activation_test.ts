import assert from "node:assert/strict";
import { stateOf } from "../support/searching/looking.ts";
import { encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { patched } from "../support/samples/damage.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { signedHost, signedReply, strangerKey } from "../support/samples/samples.ts";
import { TestClient } from "../support/roles/test_client.ts";

const DAY_MS = 86_400_000;

Deno.test("an activation gives product, host and the end of the lease", async () => {
  const bench = new TestClient();
  bench.reply = { count: 31 };
  const { product, host, reply, ends } = await (await bench.ready()).activate();
  assert.equal(product.name, "Example Editor");
  assert.deepEqual([host.host, host.port, host.origin], ["kms.example", 1688, "set"]);
  assert.equal(reply.count, 31);
  assert.equal(ends, bench.time.now() + 180 * DAY_MS);
});

Deno.test("the lease is on disk before activate() resolves, and another opening finds it", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  const order: string[] = [];
  bench.documents.onWritten = (name) => order.push(name);
  await client.activate().then(() => order.push("activated"));
  assert.deepEqual(order, ["lease.json", "client.json", "activated"]);
  const again = await bench.open();
  assert.equal((await again.look()).lease?.kind, "holds");
  assert.deepEqual(await stateOf(again), { state: 1, minutesLeft: 259_200 });
});

Deno.test("a lease that cannot be written is no activation, and a retry works", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  bench.documents.failing = (name) => name === "lease.json";
  await assert.rejects(() => client.activate(), /no space left/);
  assert.equal((await (await bench.open()).look()).lease, undefined);
  bench.documents.failing = () => false;
  await client.activate();
  assert.equal((await client.look()).lease?.kind, "holds");
});

Deno.test("a refusal below the threshold says the count and what the product needs, and when to try again", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  bench.reply = { result: HResult.belowThreshold, count: 7, validity: 0, activationInterval: 90 };
  const error = await operationErrorOf(() => client.activate());
  assert.equal(error.code, HResult.belowThreshold);
  assert.match(error.message, /has counted 7 computers; Example Editor needs 25/);
  assert.match(error.remedy ?? "", /90 minutes/);
});

const results = [HResult.productNotServed, HResult.clockOff, HResult.machineLimitReached, HResult.tryLater];
for (const result of results) {
  Deno.test(`a signed refusal with ${result} keeps its code, and leaves the lease alone`, async () => {
    const bench = new TestClient();
    const client = await bench.ready();
    await client.activate();
    const before = bench.documents.snapshot();
    bench.reply = { result, validity: 0 };
    assert.equal((await operationErrorOf(() => client.activate())).code, result);
    assert.deepEqual(bench.documents.snapshot(), before);
  });
}

Deno.test("a refusal with a code that never travels is no word of a KMS host, signed or not", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  bench.reply = { result: HResult.accessDenied, validity: 0 };
  assert.equal((await operationErrorOf(() => client.activate())).code, HResult.noHostAnswered);
  bench.network.answer = () => [encodeErrorFrame(HResult.accessDenied)];
  assert.equal((await operationErrorOf(() => client.activate())).code, HResult.noHostAnswered);
});

const unsigned = [
  HResult.hostNotActivated,
  HResult.malformed,
  HResult.keyBlocked,
  HResult.activated,
  0xdeadbeef,
];
for (const result of unsigned) {
  Deno.test(`an error frame with ${result} is only advice: it changes nothing that is stored`, async () => {
    const bench = new TestClient();
    const client = await bench.ready();
    await client.activate();
    const before = bench.documents.snapshot();
    bench.network.answer = () => [encodeErrorFrame(result)];
    const { code } = await operationErrorOf(() => client.activate());
    assert.notEqual(code, HResult.activated);
    assert.deepEqual(bench.documents.snapshot(), before);
    assert.equal((await client.look()).lease?.kind, "holds");
  });
}

Deno.test("a reply that does not hold is refused with the reason, and changes nothing that is stored", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  const before = bench.documents.snapshot();
  bench.network.answer = (frame) => [signedReply({}, signedHost(), frame, strangerKey)];
  const error = await operationErrorOf(() => client.activate());
  assert.match(error.message, /does not hold: the reply's signature/);
  bench.network.answer = (frame) => [patched(signedReply({}, signedHost(), frame), 20, 0xff)];
  await operationErrorOf(() => client.activate());
  assert.deepEqual(bench.documents.snapshot(), before);
});

Deno.test("a host whose clock is more than four hours off is refused as such", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  bench.reply = { issued: bench.time.now() / 1000 + 4 * 3600 + 1 };
  assert.equal((await operationErrorOf(() => client.activate())).code, HResult.clockOff);
});

Deno.test("a silent host is named as one that did not answer", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  bench.network.answer = () => "silence";
  const refused = operationErrorOf(() => client.activate());
  for (let i = 0; i < 5; i++) await settled();
  await bench.time.advance(10_000);
  const error = await refused;
  assert.equal(error.code, HResult.noHostAnswered);
  assert.match(error.message, /No KMS host answered at kms\.example:1688: no answer within 10 seconds/);
});

Deno.test("a host that cannot be connected to is named with the reason", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  bench.network.connect = () => Promise.reject(new Error("connection refused"));
  const error = await operationErrorOf(() => client.activate());
  assert.match(error.message, /kms\.example:1688: connection refused/);
  assert.match(error.remedy ?? "", /kms serve/);
});

for (
  const [what, text] of [
    ["not JSON", "{"],
    ["of another shape", "{}"],
    ["without certificates", '{"format":1,"request":"","reply":"","authorityCertificate":""}'],
  ] as const
) {
  Deno.test(`a lease document that is ${what} licenses nothing, and the next activation replaces it`, async () => {
    const bench = new TestClient();
    const client = await bench.ready();
    bench.documents.texts.set("lease.json", text);
    assert.equal((await stateOf(client)).state, 4);
    assert.equal((await client.look()).lease?.kind, "damaged");
    await client.activate();
    assert.equal((await client.look()).lease?.kind, "holds");
  });
}

Deno.test("a clock that is set back behind a time that the client has seen ends the lease", async () => {
  const bench = new TestClient();
  await (await bench.ready()).activate();
  const start = bench.time.now();
  bench.time.set(start + 181 * DAY_MS);
  assert.equal((await (await bench.open()).look()).lease?.kind, "ended");
  bench.time.set(start + 100 * DAY_MS);
  assert.equal((await (await bench.open()).look()).lease?.kind, "clockBack");
});

Deno.test("an activation after the clock was mended makes the lease hold again", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  await client.activate();
  const start = bench.time.now();
  bench.time.set(start + 3650 * DAY_MS);
  assert.equal((await client.look()).lease?.kind, "ended");
  bench.time.set(start + DAY_MS);
  assert.equal((await client.look()).lease?.kind, "clockBack");
  await client.activate();
  assert.equal((await client.look()).lease?.kind, "holds");
});

Deno.test("after its lease a client is in its grace period while that lasts, then notified", async () => {
  const bench = new TestClient();
  const client = await bench.ready();
  assert.deepEqual(await stateOf(client), { state: 2, minutesLeft: 30 * 1440 });
  bench.time.set(bench.time.now() + 30 * DAY_MS);
  assert.deepEqual(await stateOf(client), { state: 5, minutesLeft: 0 });
});
