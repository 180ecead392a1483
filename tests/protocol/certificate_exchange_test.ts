import assert from "node:assert/strict";
import {
  decodeCertificateReply,
  decodeCertificateRequest,
  encodeCertificateReply,
  encodeCertificateRequest,
} from "../../src/protocol/certificate_exchange.ts";
import { bytes, u32 } from "../support/arbitraries.ts";
import { testCodec } from "../support/samples/codec_tests.ts";
import { authorityBytes } from "../support/samples/samples.ts";

testCodec({
  decoder: "decodeCertificateRequest",
  encode: encodeCertificateRequest,
  decode: decodeCertificateRequest,
  values: u32,
  sample: 0xfedcba98,
});

testCodec<Uint8Array>({
  decoder: "decodeCertificateReply",
  encode: encodeCertificateReply,
  decode: decodeCertificateReply,
  values: bytes(190),
  sample: authorityBytes,
});

Deno.test("encodeCertificateRequest() writes 8 bytes, the key ID last", () => {
  assert.deepEqual(encodeCertificateRequest(0x01020304), Uint8Array.of(0, 6, 3, 1, 1, 2, 3, 4));
});

Deno.test("encodeCertificateReply() writes 194 bytes, the certificate after its head", () => {
  const frame = encodeCertificateReply(authorityBytes);
  assert.equal(frame.length, 194);
  assert.deepEqual(frame.subarray(0, 4), Uint8Array.of(0, 192, 4, 1));
  assert.deepEqual(frame.subarray(4), authorityBytes);
});

Deno.test("encodeCertificateReply() refuses a certificate of another length", () => {
  assert.throws(() => encodeCertificateReply(authorityBytes.subarray(1)), RangeError);
});
