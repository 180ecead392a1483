import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeAuthorityCertificate } from "../../src/protocol/authority_certificate.ts";
import { fromBase64Url, toBase64Url } from "../../src/protocol/bytes.ts";
import type { DecodeProblem } from "../../src/protocol/decode_error.ts";
import { verifySignature } from "../../src/crypto/ed25519.ts";
import { decodeLicenceFile, sameRoots } from "../../src/crypto/licence_file.ts";
import { anyText } from "../support/arbitraries.ts";
import { patched } from "../support/samples/damage.ts";
import { unhex } from "../support/samples/hexed.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { rootsText, sampleLicence, samplePayload } from "../support/samples/sample_licence.ts";
import {
  authorityBytes,
  authorityKey,
  rootPublicKeys,
  signedAuthority,
  strangerKey,
} from "../support/samples/samples.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const text = sampleLicence();
const envelope: { payload: string; certificate: string; signature: string } = JSON.parse(text);

Deno.test("decodeLicenceFile() returns the payload, the roots and the authority that were encoded", () => {
  const file = decodeLicenceFile(text);
  assert.deepEqual(file.payload, samplePayload());
  assert.deepEqual(file.roots, rootPublicKeys);
  assert.deepEqual(file.authority, signedAuthority());
  assert.deepEqual(file.authorityBytes, authorityBytes);
  assert.equal(file.text, text);
});

Deno.test("encodeLicenceFile() signs the payload's exact bytes in the licence domain", () => {
  assert.deepEqual(Object.keys(envelope), ["payload", "certificate", "signature"]);
  const payload = fromBase64Url(envelope.payload, "payload");
  const signature = fromBase64Url(envelope.signature, "signature");
  assert.ok(verifySignature("VA1-licence", payload, signature, authorityKey.publicKey));
  assert.equal(new TextDecoder().decode(payload), JSON.stringify(samplePayload()));
});

/** Every file in which one byte of one member differs by `change`. */
function* changedMember(member: keyof typeof envelope, change: (byte: number, at: number) => number) {
  const bytes = fromBase64Url(envelope[member], member);
  for (let at = 0; at < bytes.length; at++) {
    const changed = patched(bytes, at, change(bytes[at]!, at));
    yield JSON.stringify({ ...envelope, [member]: toBase64Url(changed) });
  }
}

for (const member of ["payload", "certificate", "signature"] as const) {
  Deno.test(`decodeLicenceFile() refuses a change of any byte of its ${member}`, () => {
    for (let bit = 0; bit < 8; bit++) {
      for (const changed of changedMember(member, (byte) => byte ^ (1 << bit))) {
        assertRefuses(() => decodeLicenceFile(changed));
      }
    }
  });
}

Deno.test("decodeLicenceFile() refuses a change of any character of its text", () => {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) ^ (1 << (at % 8));
    assertRefuses(() =>
      decodeLicenceFile(text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1))
    );
  }
});

Deno.test("decodeLicenceFile() refuses every truncation but that of the last line feed", () => {
  for (let length = 0; length < text.length - 1; length++) {
    assertRefuses(() => decodeLicenceFile(text.slice(0, length)), "text");
  }
  assert.deepEqual(decodeLicenceFile(text.trimEnd()).payload, samplePayload());
});

Deno.test("decodeLicenceFile() throws nothing but DecodeError for random texts and values", () => {
  fc.assert(fc.property(fc.oneof(anyText, fc.json()), (other) => {
    assert.ok(decodeErrorOf(() => decodeLicenceFile(other)) !== undefined);
  }));
  fc.assert(fc.property(fc.json(), fc.base64String(), (payload, other) => {
    const odd = { ...envelope, payload: toBase64Url(new TextEncoder().encode(payload)) };
    assertRefuses(() => decodeLicenceFile(JSON.stringify(odd)));
    assertRefuses(() => decodeLicenceFile(JSON.stringify({ ...envelope, certificate: other })));
  }));
});

Deno.test("decodeLicenceFile() accepts an authority whatever its dates", () => {
  for (const dates of [{ notBefore: 0, notAfter: 0 }, { notBefore: 0xffffffff, notAfter: 0xffffffff }]) {
    const certificate = encodeAuthorityCertificate(signedAuthority(dates));
    assert.deepEqual(decodeLicenceFile(sampleLicence({}, certificate)).authority, signedAuthority(dates));
  }
});

Deno.test("sameRoots() is true for the same three roots in the same order alone", () => {
  const file = decodeLicenceFile(text);
  assert.ok(sameRoots(file, decodeLicenceFile(sampleLicence({ serial: 4, graceDays: 0 }))));
  const [first, second, third] = rootPublicKeys;
  const other = {
    ...file,
    payload: samplePayload({ roots: rootsText([first!, second!, strangerKey.publicKey]) }),
  };
  assert.ok(!sameRoots(file, other));
  const turned = { ...file, payload: samplePayload({ roots: rootsText([third!, second!, first!]) }) };
  assert.ok(!sameRoots(file, turned));
});

interface LicenceVector {
  readonly name: string;
  readonly text: string;
  readonly payload?: unknown;
  readonly roots?: readonly string[];
  readonly expect?: DecodeProblem;
}

for (const vector of readVectors<LicenceVector>("licence_files.json")) {
  Deno.test(`a licence file, ${vector.name}: ${vector.expect ?? "it holds"}`, () => {
    if (vector.expect !== undefined) {
      return assertRefuses(() => decodeLicenceFile(vector.text), vector.expect);
    }
    const file = decodeLicenceFile(vector.text);
    assert.deepEqual(file.payload, vector.payload);
    assert.deepEqual(file.roots, vector.roots?.map(unhex));
  });
}
