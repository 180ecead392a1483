import assert from "node:assert/strict";
import {
  activateReplySchema,
  activateRequestSchema,
  challengeSchema,
  serviceErrorSchema,
} from "../../src/protocol/activation_service.ts";
import { parseValue } from "../../src/protocol/json.ts";
import { assertRefuses } from "../support/refuses.ts";

const request = {
  serial: 1001,
  hardware: "AAAAAAAAAAA",
  publicKey: "A".repeat(43),
  challenge: "AAAA",
  proof: "A".repeat(43),
  signature: "A".repeat(86),
};

Deno.test("activateRequestSchema accepts a request, and refuses one with a field missing or odd", () => {
  assert.deepEqual(parseValue(activateRequestSchema, request, "request"), request);
  for (const name of Object.keys(request)) {
    for (const value of [undefined, null, -1, "not base64url!", "A".repeat(201)]) {
      const wrong = { ...request, [name]: value };
      assertRefuses(() => parseValue(activateRequestSchema, wrong, "request"), "range", `${name} ${value}`);
    }
  }
});

Deno.test("activateReplySchema bounds what a service may send", () => {
  const reply = { certificate: "A".repeat(176), authorityCertificate: "A".repeat(254), licenceFile: "{}" };
  assert.deepEqual(parseValue(activateReplySchema, reply, "reply"), reply);
  const tooMuch = [
    { ...reply, certificate: "A".repeat(201) },
    { ...reply, authorityCertificate: "A".repeat(301) },
    { ...reply, licenceFile: "A".repeat(1_000_001) },
  ];
  for (const wrong of tooMuch) assertRefuses(() => parseValue(activateReplySchema, wrong, "reply"), "range");
});

Deno.test("challengeSchema and serviceErrorSchema accept what the service says", () => {
  assert.deepEqual(parseValue(challengeSchema, { challenge: "AAAA" }, "answer"), { challenge: "AAAA" });
  for (const code of [null, 0xc004c008]) {
    const answer = { error: { code, message: "no" } };
    assert.deepEqual(parseValue(serviceErrorSchema, answer, "answer"), answer);
  }
  assertRefuses(() => parseValue(serviceErrorSchema, { error: "no" }, "answer"), "range");
});
