import assert from "node:assert/strict";
import { authorityKeyId } from "../../src/crypto/certificates.ts";
import { daysLeft } from "../../src/host/activation.ts";
import { removeKey } from "../../src/host/installing.ts";
import { answerFrame } from "../../src/host/service.ts";
import { decodeCertificateReply, encodeCertificateRequest } from "../../src/protocol/certificate_exchange.ts";
import { encodeErrorFrame } from "../../src/protocol/error_frame.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { ask, errorFrom, frameOf, replyTo } from "../support/roles/asking.ts";
import { DAY, MINUTE } from "../support/counting.ts";
import { patched, wrongLengths } from "../support/samples/damage.ts";
import { fakeMachine } from "../support/fakes/fake_machine.ts";
import { settled } from "../support/fakes/fake_time.ts";
import { FIRST } from "../support/samples/journals.ts";
import { activatedHost, equippedHost, openHost } from "../support/roles/test_host.ts";

const notActivated = { code: HResult.hostNotActivated, close: false };

Deno.test("answerFrame() activates a computer and has recorded that", async () => {
  const made = await activatedHost();
  const reply = await ask(made, "client");
  assert.deepEqual([reply.result, reply.count, reply.validity], [0, 1, 259_200]);
  assert.equal(reply.issued, made.time.now() / 1000);
  const line = JSON.parse(new TextDecoder().decode(made.disk.peek(FIRST)).split("\n").at(-2)!);
  assert.deepEqual([line.id, line.name, line.sequence, line.address], [
    12290,
    "client",
    reply.sequence,
    "192.0.2.1",
  ]);
  await made.host.stop();
});

Deno.test("answerFrame() signs nothing before its event is synced", async () => {
  const made = await activatedHost();
  const release = made.disk.holdSyncs();
  let answers = 0;
  const asked = ["one", "two", "three"].map(async (name) => {
    await ask(made, name);
    answers += 1;
  });
  await settled();
  assert.equal(answers, 0);
  release();
  await Promise.all(asked);
  assert.equal(answers, 3);
  await made.host.stop();
});

Deno.test("answerFrame() answers a probe without a write to the disk", async () => {
  const made = await activatedHost();
  const { operations } = made.disk;
  const reply = await ask(made, "client", { probe: true });
  assert.deepEqual([reply.result, reply.count, reply.validity], [0, 1, 0]);
  assert.equal(made.disk.operations, operations);
  await made.host.stop();
});

Deno.test("answerFrame() raises the sequence by one with each reply, across stops and starts", async () => {
  const made = await activatedHost();
  const sequences: number[] = [];
  let { host } = made;
  for (let start = 0; start < 3; start++) {
    await host.start();
    for (const probe of [false, false, true]) {
      sequences.push((await replyTo(host, frameOf(made, "client", { probe }))).sequence);
    }
    await host.stop();
    host = await openHost(made.disk, made.time);
  }
  await host.stop();
  assert.deepEqual(sequences, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

Deno.test("answerFrame() raises the sequence across a process that was killed after its last recorded reply", async () => {
  const made = await activatedHost();
  for (const n of [1, 2, 3]) assert.equal((await ask(made, "client")).sequence, n);
  const next = await openHost(made.disk.afterKill(), made.time);
  assert.equal((await replyTo(next, frameOf(made, "client"))).sequence, 4);
  await next.stop();
  await made.host.stop();
});

Deno.test("answerFrame() of a host without activation is an error frame", async () => {
  const made = await equippedHost();
  assert.deepEqual(await errorFrom(made.host, frameOf(made, "client")), notActivated);
  assert.deepEqual(await errorFrom(made.host, encodeCertificateRequest(0)), notActivated);
  assert.deepEqual(made.host.state.machines.totals(made.time.now()), { known: 0, counted: 0, ephemeral: 0 });
  await made.host.stop();
});

Deno.test("answerFrame() of a host whose key was removed is an error frame", async () => {
  const made = await activatedHost();
  await ask(made, "client");
  await removeKey(made.host);
  assert.deepEqual(await errorFrom(made.host, frameOf(made, "client")), notActivated);
  assert.equal(made.host.activation(made.time.now()).kind, "noKey");
  await made.host.stop();
});

Deno.test("answerFrame() of a sealed host is an error frame", async () => {
  const made = await activatedHost();
  await made.host.stop();
  made.disk.put(FIRST, undefined);
  const sealed = await openHost(made.disk, made.time);
  assert.equal(sealed.trouble?.kind, "sealed");
  assert.deepEqual(await errorFrom(sealed, frameOf(made, "client")), notActivated);
  assert.deepEqual(await errorFrom(sealed, encodeCertificateRequest(0)), notActivated);
});

Deno.test("answerFrame() gives the authority certificate that is asked for, 0 being the current one", async () => {
  const { host, publisher } = await activatedHost();
  const { authorityBytes, authority } = host.licence!;
  for (const id of [0, authorityKeyId(authority.publicKey)]) {
    const answer = await answerFrame(host, encodeCertificateRequest(id), "192.0.2.1");
    assert.deepEqual(decodeCertificateReply(answer.frame), authorityBytes);
    assert.equal(answer.close, false);
  }
  assert.deepEqual(await errorFrom(host, encodeCertificateRequest(1)), {
    code: HResult.malformed,
    close: true,
  });
  assert.ok(publisher.licence.length > 0);
  await host.stop();
});

Deno.test("answerFrame() answers whatever is malformed with an error frame and a close, and records nothing", async () => {
  const made = await activatedHost();
  const good = frameOf(made, "client");
  const frames = [
    ...wrongLengths(good),
    patched(good, 2, 2),
    patched(good, 2, 0xff),
    patched(good, 3, 2),
    patched(good, 4, 0x10),
    patched(good, 5, 6),
    patched(good, 91, 7),
    patched(encodeCertificateRequest(0), 3, 9),
    encodeErrorFrame(0),
  ];
  for (const frame of frames) {
    assert.deepEqual(await errorFrom(made.host, frame), { code: HResult.malformed, close: true }, `${frame}`);
  }
  assert.equal(made.host.facts?.counters.requests, 0);
  assert.equal((await ask(made, "client")).sequence, 1);
  await made.host.stop();
});

Deno.test("answerFrame() refuses a product that the licence file does not name, signed", async () => {
  const made = await activatedHost();
  const reply = await ask(made, "client", { productId: new Uint8Array(16) });
  assert.deepEqual([reply.result, reply.count, reply.validity], [HResult.productNotServed, 1, 0]);
  await made.host.stop();
});

Deno.test("A host serves no more once its activation has ended, to the millisecond, and does again when it goes back", async () => {
  const made = await activatedHost();
  const status = made.host.activation(made.time.now());
  assert.ok(status.kind === "activated");
  const ends = status.serving.certificate.notAfter * MINUTE;
  made.time.set(ends);
  assert.equal((await ask(made, "client")).result, 0);
  made.time.set(ends + 1);
  assert.deepEqual(await errorFrom(made.host, frameOf(made, "client")), notActivated);
  assert.equal(made.host.activation(made.time.now()).kind, "expired");
  made.time.set(ends - DAY);
  assert.equal((await ask(made, "client")).result, 0);
  made.time.set(status.serving.certificate.notBefore * MINUTE - 1);
  assert.equal(made.host.activation(made.time.now()).kind, "notYetValid");
  assert.deepEqual(await errorFrom(made.host, frameOf(made, "client")), notActivated);
  await made.host.stop();
});

Deno.test("daysLeft() counts whole days down to the end of the activation", async () => {
  const made = await activatedHost();
  const status = made.host.activation(made.time.now());
  assert.ok(status.kind === "activated");
  const ends = status.serving.certificate.notAfter * MINUTE;
  assert.deepEqual([ends, ends - 1, ends - DAY, ends - 10 * DAY - 1].map((now) => daysLeft(status, now)), [
    0,
    0,
    1,
    10,
  ]);
  assert.equal(daysLeft({ kind: "notActivated" }, ends), undefined);
  await made.host.stop();
});

Deno.test("A host takes one changed component of its hardware and must be activated again after two", async () => {
  for (const [changed, kind] of [[1, "activated"], [2, "hardwareChanged"], [4, "hardwareChanged"]] as const) {
    const made = await activatedHost();
    await made.host.stop();
    const host = await openHost(made.disk, made.time, { machine: fakeMachine("host", changed) });
    assert.equal(host.activation(made.time.now()).kind, kind);
    if (kind !== "activated") {
      assert.deepEqual(await errorFrom(host, frameOf(made, "client")), notActivated);
    } else assert.equal((await replyTo(host, frameOf(made, "client"))).result, 0);
    await host.stop();
  }
});

Deno.test("A host whose secrets are lost is sealed, until it is told by hand to have another key and be activated again", async () => {
  const made = await activatedHost();
  await made.host.stop();
  made.disk.put("secrets.json", undefined);
  const sealed = await openHost(made.disk, made.time, { seed: 5 });
  assert.match(sealed.trouble?.reason ?? "", /secrets\.json: it is missing/);
  const remedy = sealed.trouble?.kind === "sealed" ? sealed.trouble.remedy : "";
  await sealed.stop();
  const told = /put (\{.*\}) into it/.exec(remedy)![1]!;
  made.disk.put("secrets.json", new TextEncoder().encode(told));
  const host = await openHost(made.disk, made.time, { seed: 5 });
  assert.equal(host.activation(made.time.now()).kind, "otherHostKey");
  assert.deepEqual(await errorFrom(host, frameOf(made, "client")), notActivated);
  await host.stop();
});
