import assert from "node:assert/strict";
import { encodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { encodeReplyBody } from "../../src/protocol/reply.ts";
import { encodeRequest } from "../../src/protocol/request.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { signReply, verifyReply } from "../../src/crypto/reply_signature.ts";
import { bitFlips, wrongLengths } from "../support/samples/damage.ts";
import { sign } from "../support/samples/edwards25519.ts";
import {
  exampleBytes,
  hostKey,
  sampleReplyFields,
  sampleRequest,
  signedHost,
  signedReply,
  strangerKey,
} from "../support/samples/samples.ts";

const request = encodeRequest(sampleRequest());
const body = encodeReplyBody(sampleReplyFields(), encodeHostCertificate(signedHost()));
const reply = signReply(body, request, hostKey);

Deno.test("signReply() puts after the body the signature over domain, request hash and body", () => {
  assert.deepEqual(reply.subarray(0, 168), body);
  const domain = new TextEncoder().encode("VA1-reply\0\0\0\0\0\0\0");
  const signed = Uint8Array.of(...domain, ...sha256(request), ...body);
  assert.deepEqual(reply.subarray(168), sign(exampleBytes("host"), signed));
});

Deno.test("verifyReply() accepts the host's reply to the very request", () => {
  assert.ok(verifyReply(reply, request, hostKey.publicKey));
});

Deno.test("verifyReply() refuses every single-bit flip of a signed reply", () => {
  for (const other of bitFlips(reply)) assert.ok(!verifyReply(other, request, hostKey.publicKey));
});

Deno.test("verifyReply() refuses every single-bit flip of the request", () => {
  for (const other of bitFlips(request)) assert.ok(!verifyReply(reply, other, hostKey.publicKey));
});

Deno.test("verifyReply() refuses every truncation and one byte more", () => {
  for (const other of wrongLengths(reply)) assert.ok(!verifyReply(other, request, hostKey.publicKey));
});

Deno.test("verifyReply() refuses another host's key, and another host's reply", () => {
  assert.ok(!verifyReply(reply, request, strangerKey.publicKey));
  const others = signedReply({}, signedHost(), request, strangerKey);
  assert.ok(!verifyReply(others, request, hostKey.publicKey));
});
