import assert from "node:assert/strict";
import { createHostRequest, decodeHostRequest, verifyHostRequest } from "../../src/crypto/host_request.ts";
import { activateRequestSchema } from "../../src/protocol/activation_service.ts";
import { toBase64Url } from "../../src/protocol/bytes.ts";
import { parseValue } from "../../src/protocol/json.ts";
import { bitFlips } from "../support/samples/damage.ts";
import { assertRefuses } from "../support/refuses.ts";
import {
  exampleBytes,
  HOST_SERIAL,
  hostKey,
  hostKeySecret,
  sampleHost,
  strangerKey,
} from "../support/samples/samples.ts";

const challenge = exampleBytes("challenge");
const host = { serial: HOST_SERIAL, hardware: sampleHost().hardware, secret: hostKeySecret, hostKey };
const body = createHostRequest(host, challenge);
const request = decodeHostRequest(body);

Deno.test("decodeHostRequest() returns what createHostRequest() was given, and its body is a good one", () => {
  assert.deepEqual(parseValue(activateRequestSchema, body, "body"), body);
  assert.equal(request.serial, HOST_SERIAL);
  assert.deepEqual(request.hardware, host.hardware);
  assert.deepEqual(request.publicKey, hostKey.publicKey);
  assert.deepEqual(request.challenge, challenge);
  assert.ok(verifyHostRequest(request, hostKeySecret));
});

Deno.test("verifyHostRequest() refuses a change of anything that the request says", () => {
  for (const field of ["hardware", "publicKey", "challenge", "proof", "signature"] as const) {
    for (const changed of bitFlips(request[field])) {
      assert.ok(!verifyHostRequest({ ...request, [field]: changed }, hostKeySecret), field);
    }
  }
  assert.ok(!verifyHostRequest({ ...request, serial: HOST_SERIAL + 1 }, hostKeySecret));
});

Deno.test("verifyHostRequest() asks for both proofs: the product key's secret and the host key", () => {
  for (const secret of bitFlips(hostKeySecret)) assert.ok(!verifyHostRequest(request, secret));
  const other = decodeHostRequest(createHostRequest({ ...host, hostKey: strangerKey }, challenge));
  assert.ok(!verifyHostRequest({ ...request, signature: other.signature }, hostKeySecret));
  assert.ok(!verifyHostRequest({ ...request, publicKey: other.publicKey }, hostKeySecret));
});

Deno.test("createHostRequest() sends no secret", () => {
  assert.ok(!JSON.stringify(body).includes(toBase64Url(hostKeySecret)));
});

Deno.test("decodeHostRequest() refuses fields of another length, and what is not base64url", () => {
  const sizes = { hardware: 8, publicKey: 32, proof: 32, signature: 64 };
  for (const [field, size] of Object.entries(sizes)) {
    for (const length of [0, size - 1, size + 1]) {
      const wrong = { ...body, [field]: toBase64Url(new Uint8Array(length)) };
      assertRefuses(() => decodeHostRequest(wrong), "length", `${field} of ${length} bytes`);
    }
    assertRefuses(() => decodeHostRequest({ ...body, [field]: "=" }), "text", field);
  }
});
