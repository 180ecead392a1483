import assert from "node:assert/strict";
import { answerCall } from "../../src/authority/service.ts";
import { challengeHolds, createChallenge } from "../../src/authority/challenge.ts";
import { createHostRequest } from "../../src/crypto/host_request.ts";
import { decodeProductKey, encodeProductKey } from "../../src/crypto/product_key.ts";
import { fromBase64Url } from "../../src/protocol/bytes.ts";
import { decodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { HResult } from "../../src/protocol/hresult.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import { bitFlips } from "../support/samples/damage.ts";
import { Applicant } from "../support/roles/applicant.ts";
import { TestAuthority } from "../support/roles/test_authority.ts";
import { operationErrorOf } from "../support/rejects.ts";
import { strangerKey } from "../support/samples/samples.ts";

const MINUTE_MS = 60_000;

async function setUp() {
  const publisher = await TestAuthority.make();
  const authority = await publisher.open();
  return { publisher, authority, host: new Applicant(await authority.issueKey("host", []), "host 1") };
}

Deno.test("a challenge holds for five minutes, and not before it was made", () => {
  const key = new Uint8Array(32).fill(7);
  const challenge = createChallenge(key, 1_000_000_000);
  assert(challengeHolds(challenge, key, 1_000_000_000));
  assert(challengeHolds(challenge, key, 1_000_000_000 + 5 * MINUTE_MS));
  assert(!challengeHolds(challenge, key, 1_000_000_001 + 5 * MINUTE_MS));
  assert(!challengeHolds(challenge, key, 999_999_999));
});

Deno.test("a challenge with any bit changed, of another length, or of another master key does not hold", () => {
  const key = new Uint8Array(32).fill(7);
  const challenge = createChallenge(key, 1_000_000_000);
  for (const forged of bitFlips(challenge)) assert(!challengeHolds(forged, key, 1_000_000_000));
  assert(!challengeHolds(challenge.slice(0, 39), key, 1_000_000_000));
  assert(!challengeHolds(new Uint8Array(0), key, 1_000_000_000));
  assert(!challengeHolds(challenge, new Uint8Array(32).fill(8), 1_000_000_000));
});

Deno.test("a request with an old challenge is refused, and nothing is counted", async () => {
  const { publisher, authority, host } = await setUp();
  const request = host.request(authority.challenge());
  const before = publisher.documents.snapshot();
  await publisher.time.advance(5 * MINUTE_MS + 1);
  assert.equal((await operationErrorOf(() => authority.activateOnline(request))).code, HResult.malformed);
  assert.deepEqual(publisher.documents.snapshot(), before);
});

Deno.test("a request that was not made with the key's secret, or not with the host key, is refused", async () => {
  const { publisher, authority, host } = await setUp();
  const challenge = authority.challenge();
  const sound = host.request(challenge);
  const before = publisher.documents.snapshot();
  const forged = [
    host.request(challenge, new Uint8Array(8)),
    { ...sound, serial: host.serial + 1 },
    { ...sound, hardware: new Uint8Array(8) },
    { ...sound, publicKey: strangerKey.publicKey },
    { ...sound, signature: strangerKey.sign("VA1-hostreq", challenge) },
    { ...sound, proof: new Uint8Array(32) },
  ];
  for (const request of forged) {
    assert.equal((await operationErrorOf(() => authority.activateOnline(request))).code, HResult.keyInvalid);
  }
  assert.deepEqual(publisher.documents.snapshot(), before);
});

Deno.test("a key with a serial that was never issued activates nobody", async () => {
  const { authority, host } = await setUp();
  const { secret } = decodeProductKey(host.key);
  const stranger = new Applicant(encodeProductKey({ kind: "host", serial: 77, secret }), "host 1");
  assert.equal((await operationErrorOf(() => stranger.activate(authority))).code, HResult.keyInvalid);
  const byPhone = () => authority.confirm(stranger.installationId());
  assert.equal((await operationErrorOf(byPhone)).code, HResult.keyInvalid);
});

async function call(publisher: TestAuthority, path: string, body: unknown) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return await answerCall(await publisher.open(), path, text);
}

function bodyOf(host: Applicant, challenge: string) {
  const { serial, hardware, hostKey } = host;
  const { secret } = decodeProductKey(host.key);
  return createHostRequest({ serial, hardware, secret, hostKey }, fromBase64Url(challenge, "challenge"));
}

Deno.test("the activation service gives a challenge, and for a request with it a certificate", async () => {
  const { publisher, host } = await setUp();
  const asked = await call(publisher, "/v1/challenge", {});
  const { challenge } = asked.body as { challenge: string };
  const { status, body } = await call(publisher, "/v1/activate", bodyOf(host, challenge));
  assert.equal(status, 200);
  const { certificate } = body as { certificate: string };
  assert.equal(decodeHostCertificate(fromBase64Url(certificate, "certificate")).serial, host.serial);
});

Deno.test("the activation service answers nonsense with 400 and calls that do not exist with 404", async () => {
  const { publisher, host } = await setUp();
  const challenge = (await call(publisher, "/v1/challenge", {})).body as { challenge: string };
  const sound = bodyOf(host, challenge.challenge);
  const nonsense = ["", "[]", "{}", { ...sound, serial: -1 }, { ...sound, publicKey: "AAAA" }, {
    ...sound,
    proof: "!",
  }];
  for (const body of nonsense) {
    const answer = await call(publisher, "/v1/activate", body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.equal((answer.body as { error: { code: number } }).error.code, HResult.malformed);
  }
  assert.equal((await call(publisher, "/v1/", {})).status, 404);
  assert.equal((await call(publisher, "/v1/activate/..", {})).status, 404);
});

Deno.test("the activation service answers a refusal with 403 and its code", async () => {
  const { publisher, authority, host } = await setUp();
  await authority.changeKey(host.serial, { blocked: true });
  const { challenge } = (await call(publisher, "/v1/challenge", {})).body as { challenge: string };
  const { status, body } = await call(publisher, "/v1/activate", bodyOf(host, challenge));
  assert.equal(status, 403);
  assert.equal((body as { error: { code: number } }).error.code, HResult.keyBlocked);
});

Deno.test("the activation service tells a caller nothing of the publisher's own trouble", async () => {
  const { publisher, host } = await setUp();
  const { challenge } = (await call(publisher, "/v1/challenge", {})).body as { challenge: string };
  const body = bodyOf(host, challenge);
  publisher.lock.during = () => Promise.reject(new OperationError("The folder /srv/secret is in use"));
  await assert.rejects(() => call(publisher, "/v1/activate", body), /in use/);
});

Deno.test("the activation service does not blame the caller for a damaged database", async () => {
  const { publisher, host } = await setUp();
  const { challenge } = (await call(publisher, "/v1/challenge", {})).body as { challenge: string };
  publisher.documents.texts.set("authority.json", "{}");
  await assert.rejects(() => call(publisher, "/v1/activate", bodyOf(host, challenge)), /authority\.json/);
});
