import assert from "node:assert/strict";
import {
  decodeHostCertificate,
  encodeHostCertificate,
  encodeHostCertificateBody,
} from "../../src/protocol/host_certificate.ts";
import { signedHostCertificates } from "../support/arbitraries.ts";
import { testCodec } from "../support/samples/codec_tests.ts";
import { patched } from "../support/samples/damage.ts";
import { assertRefuses } from "../support/refuses.ts";
import { sampleHost, signedHost } from "../support/samples/samples.ts";

testCodec({
  decoder: "decodeHostCertificate",
  encode: encodeHostCertificate,
  decode: decodeHostCertificate,
  values: signedHostCertificates,
  sample: signedHost(),
});

Deno.test("encodeHostCertificateBody() writes the 68 bytes that the certificate begins with", () => {
  const body = encodeHostCertificateBody(sampleHost());
  assert.deepEqual(body, encodeHostCertificate(signedHost()).subarray(0, 68));
});

Deno.test("encodeHostCertificateBody() refuses an integer that does not fit", () => {
  assert.throws(() => encodeHostCertificateBody(sampleHost({ activationSequence: 0x10000 })), RangeError);
  assert.throws(() => encodeHostCertificateBody(sampleHost({ groups: -1 })), RangeError);
  assert.throws(() => encodeHostCertificateBody(sampleHost({ notBefore: 0.5 })), RangeError);
});

Deno.test("decodeHostCertificate() refuses every other type and version", () => {
  const bytes = encodeHostCertificate(signedHost());
  for (let value = 0; value < 256; value++) {
    if (value !== 0x10) assertRefuses(() => decodeHostCertificate(patched(bytes, 0, value)), "type");
    if (value !== 1) assertRefuses(() => decodeHostCertificate(patched(bytes, 1, value)), "version");
  }
});
