import assert from "node:assert/strict";
import { equalSecrets, hmacSha256, sha256 } from "../../src/crypto/hash.ts";
import { unhex } from "../support/samples/hexed.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

Deno.test("sha256() gives the digests of FIPS 180's examples, parts joined", () => {
  const abc = unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.deepEqual(sha256(utf8("abc")), abc);
  assert.deepEqual(sha256(utf8("a"), utf8(""), utf8("bc")), abc);
  const none = unhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.deepEqual(sha256(), none);
});

Deno.test("hmacSha256() gives the codes of RFC 4231's tests 1 and 2, parts joined", () => {
  const first = unhex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  assert.deepEqual(hmacSha256(new Uint8Array(20).fill(0x0b), utf8("Hi "), utf8("There")), first);
  const second = unhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  assert.deepEqual(hmacSha256(utf8("Jefe"), utf8("what do ya want for nothing?")), second);
});

Deno.test("equalSecrets() is true for equal bytes alone", () => {
  assert.ok(equalSecrets(utf8("secret"), utf8("secret")));
  assert.ok(!equalSecrets(utf8("secret"), utf8("secreT")));
  assert.ok(!equalSecrets(utf8("secret"), utf8("secre")));
  assert.ok(equalSecrets(utf8(""), utf8("")));
});
