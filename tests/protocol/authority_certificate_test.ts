import assert from "node:assert/strict";
import {
  decodeAuthorityCertificate,
  encodeAuthorityCertificate,
  encodeAuthorityCertificateBody,
  type SignedAuthorityCertificate,
} from "../../src/protocol/authority_certificate.ts";
import { signedAuthorityCertificates } from "../support/arbitraries.ts";
import { testCodec } from "../support/samples/codec_tests.ts";
import { patched } from "../support/samples/damage.ts";
import { assertRefuses } from "../support/refuses.ts";
import { authorityBytes, sampleAuthority, signedAuthority } from "../support/samples/samples.ts";

testCodec<SignedAuthorityCertificate>({
  decoder: "decodeAuthorityCertificate",
  encode: encodeAuthorityCertificate,
  decode: decodeAuthorityCertificate,
  values: signedAuthorityCertificates,
  sample: signedAuthority(),
});

Deno.test("encodeAuthorityCertificateBody() writes the 60 bytes that the roots sign", () => {
  assert.deepEqual(encodeAuthorityCertificateBody(sampleAuthority()), authorityBytes.subarray(0, 60));
});

Deno.test("decodeAuthorityCertificate() refuses every other type and version", () => {
  for (let value = 0; value < 256; value++) {
    const decode = (at: number) => () => decodeAuthorityCertificate(patched(authorityBytes, at, value));
    if (value !== 0x11) assertRefuses(decode(0), "type", `type ${value}`);
    if (value !== 1) assertRefuses(decode(1), "version", `version ${value}`);
  }
});

Deno.test("decodeAuthorityCertificate() refuses a reserved byte that is not 0", () => {
  for (const at of [26, 27]) {
    for (let value = 1; value < 256; value++) {
      const bytes = patched(authorityBytes, at, value);
      assertRefuses(() => decodeAuthorityCertificate(bytes), "reserved", `byte ${at}`);
    }
  }
});

Deno.test("decodeAuthorityCertificate() accepts no pair of roots but two distinct ones of three", () => {
  for (let first = 0; first < 256; first++) {
    for (const second of [0, 1, 2, 3, 128, 255]) {
      const bytes = patched(patched(authorityBytes, 60, first), 125, second);
      if (first < 3 && second < 3 && first !== second) {
        const roots = decodeAuthorityCertificate(bytes).signatures.map(({ root }) => root);
        assert.deepEqual(roots, [first, second]);
      } else {
        assertRefuses(() => decodeAuthorityCertificate(bytes), "range", `roots ${first} and ${second}`);
      }
    }
  }
});
