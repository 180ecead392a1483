import assert from "node:assert/strict";
import { exchange } from "../../src/client/exchange.ts";
import { authorityKeyId } from "../../src/crypto/certificates.ts";
import { decodeCertificateRequest, encodeCertificateReply } from "../../src/protocol/certificate_exchange.ts";
import { encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { frameType, Type } from "../../src/protocol/frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";
import { authorityBytes, authorityKey, sampleRequest, signedReply } from "../support/samples/samples.ts";
import { type Scripted, ScriptedNetwork } from "../support/searching/scripted_network.ts";

const request = encodeRequest(sampleRequest());
const reply = signedReply();
const TEN_SECONDS = 10_000;

function start(answer: (frame: Uint8Array) => Scripted, held: readonly Uint8Array[] = [authorityBytes]) {
  const timer = new FakeTime(0);
  const network = new ScriptedNetwork(answer);
  const exchanged = network.connect("192.0.2.1", 1688).then((connection) =>
    exchange({ connection, timer }, request, held, TEN_SECONDS)
  );
  return { timer, network, exchanged };
}

Deno.test("exchange() sends the request, gives back the frames and closes the connection", async () => {
  const { network, timer, exchanged } = start(() => [reply]);
  const frames = { request, reply, authorityCertificate: authorityBytes };
  assert.deepEqual(await exchanged, { kind: "answered", frames });
  assert.deepEqual(network.sent, [request]);
  assert.equal(network.closed, 1);
  assert.deepEqual(timer.waits, []);
});

Deno.test("exchange() reads a reply that comes one byte at a time", async () => {
  const { exchanged } = start(() => Array.from(reply, (byte) => Uint8Array.of(byte)));
  assert.equal((await exchanged).kind, "answered");
});

Deno.test("exchange() asks on the same connection for an authority certificate that the client does not hold", async () => {
  const { network, exchanged } = start(
    (frame) => frameType(frame) === Type.request ? [reply] : [encodeCertificateReply(authorityBytes)],
    [],
  );
  const answered = await exchanged;
  assert(answered.kind === "answered");
  assert.deepEqual(answered.frames.authorityCertificate, authorityBytes);
  assert.equal(network.addresses.length, 1);
  assert.equal(decodeCertificateRequest(network.sent[1]!), authorityKeyId(authorityKey.publicKey));
});

Deno.test("exchange() gives an error frame back as advice", async () => {
  const { exchanged, network } = start(() => [encodeErrorFrame(HResult.hostNotActivated)]);
  assert.deepEqual(await exchanged, { kind: "error", result: HResult.hostNotActivated });
  assert.equal(network.closed, 1);
});

const broken: Readonly<Record<string, Scripted>> = {
  "closes before it answers": "end",
  "resets the connection": "reset",
  "answers with text": [new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n")],
  "announces a frame that is too long": [Uint8Array.of(0xff, 0xff)],
  "answers with the request itself": [request],
  "answers with a reply cut short that its length hides": [Uint8Array.of(0, 4, 2, 1, 0, 0)],
};
for (const [what, scripted] of Object.entries(broken)) {
  Deno.test(`exchange() rejects when the host ${what}, and closes the connection`, async () => {
    const { exchanged, network, timer } = start(() => scripted);
    await assert.rejects(exchanged, Error);
    assert.equal(network.closed, 1);
    assert.deepEqual(timer.waits, []);
  });
}

for (const [what, answer] of [["an error frame", encodeErrorFrame(0)], ["another reply", reply]] as const) {
  Deno.test(`exchange() rejects ${what} in place of the authority certificate`, async () => {
    const { exchanged } = start((frame) => [frameType(frame) === Type.request ? reply : answer], []);
    await assert.rejects(exchanged, /Cannot decode certificate reply/);
  });
}

Deno.test("exchange() gives a silent host the time that it was given, and says that it did not answer", async () => {
  const { timer, network, exchanged } = start(() => "silence");
  const rejected = assert.rejects(exchanged, /^Error: no answer within 10 seconds$/);
  await settled();
  assert.deepEqual(timer.waits, [10_000]);
  await timer.advance(10_000);
  await rejected;
  assert.equal(network.closed, 1);
});

Deno.test("exchange() gives a host that answers only in part no longer than a silent one", async () => {
  const { timer, exchanged } = start(() => [reply.slice(0, 231)]);
  const rejected = assert.rejects(exchanged, /no answer within 10 seconds/);
  await settled();
  await timer.advance(10_000);
  await rejected;
});
