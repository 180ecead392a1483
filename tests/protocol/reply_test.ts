import assert from "node:assert/strict";
import { concat } from "../../src/protocol/bytes.ts";
import { encodeHostCertificate } from "../../src/protocol/host_certificate.ts";
import { decodeReply, encodeReplyBody, type Reply } from "../../src/protocol/reply.ts";
import { replies } from "../support/arbitraries.ts";
import { testCodec } from "../support/samples/codec_tests.ts";
import { patched } from "../support/samples/damage.ts";
import { assertRefuses } from "../support/refuses.ts";
import { sampleReplyFields, signedHost, signedReply } from "../support/samples/samples.ts";

const sample: Reply = { ...sampleReplyFields(), certificate: signedHost(), signature: new Uint8Array(64) };

testCodec({
  decoder: "decodeReply",
  encode: (reply) =>
    concat(encodeReplyBody(reply, encodeHostCertificate(reply.certificate)), reply.signature),
  decode: decodeReply,
  values: replies,
  sample,
});

Deno.test("encodeReplyBody() writes the 168 bytes that the host signs", () => {
  const body = encodeReplyBody(sampleReplyFields(), encodeHostCertificate(signedHost()));
  assert.equal(body.length, 168);
  assert.deepEqual(body, signedReply().subarray(0, 168));
  assert.deepEqual(body.subarray(0, 4), Uint8Array.of(0, 230, 2, 1));
});

Deno.test("encodeReplyBody() refuses a certificate of another length", () => {
  assert.throws(() => encodeReplyBody(sampleReplyFields(), new Uint8Array(131)), RangeError);
});

Deno.test("decodeReply() refuses a host certificate of another type or version", () => {
  assertRefuses(() => decodeReply(patched(signedReply(), 36, 0x11)), "type");
  assertRefuses(() => decodeReply(patched(signedReply(), 37, 2)), "version");
});

Deno.test("decodeReply() gives the certificate and the signature at their offsets", () => {
  const frame = signedReply();
  const { certificate, signature } = decodeReply(frame);
  assert.deepEqual(encodeHostCertificate(certificate), frame.subarray(36, 168));
  assert.deepEqual(signature, frame.subarray(168));
});
