import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { concat } from "../../src/protocol/bytes.ts";
import {
  type Domain,
  domainBytes,
  isSmallOrder,
  SigningKey,
  verifySignature,
} from "../../src/crypto/ed25519.ts";
import { anyBytes, bytes } from "../support/arbitraries.ts";
import { bitFlips, patched, wrongLengths } from "../support/samples/damage.ts";
import { fromLittleEndian, L, publicKeyOf, sign, toLittleEndian } from "../support/samples/edwards25519.ts";
import { unhex } from "../support/samples/hexed.ts";
import { exampleBytes, exampleKey } from "../support/samples/samples.ts";
import { readVectors } from "../support/samples/vector_files.ts";

/** RFC 8032, section 7.1, tests 1 to 3. */
const RFC_8032 = [
  {
    seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    message: "",
    signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f" +
      "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  },
  {
    seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    message: "72",
    signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da08" +
      "5ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  },
  {
    seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    message: "af82",
    signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18" +
      "ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  },
];

const key = exampleKey("host");
const message = new TextEncoder().encode("a message");
const signature = key.sign("VA1-reply", message);

Deno.test("SigningKey derives the public keys of RFC 8032's first three tests", () => {
  for (const test of RFC_8032) {
    assert.deepEqual(SigningKey.fromSeed(unhex(test.seed)).publicKey, unhex(test.publicKey));
  }
});

Deno.test("the tests' own Ed25519 makes the signatures of RFC 8032's first three tests", () => {
  for (const test of RFC_8032) {
    assert.deepEqual(publicKeyOf(unhex(test.seed)), unhex(test.publicKey));
    assert.deepEqual(sign(unhex(test.seed), unhex(test.message)), unhex(test.signature));
  }
});

Deno.test("SigningKey signs as the tests' own Ed25519 does, over domain and message", () => {
  for (const seed of [...RFC_8032.map((test) => unhex(test.seed)), exampleBytes("host")]) {
    const signed = concat(domainBytes("VA1-licence"), message);
    assert.deepEqual(SigningKey.fromSeed(seed).sign("VA1-licence", message), sign(seed, signed));
  }
});

Deno.test("domainBytes() pads the name with NUL to 16 bytes", () => {
  const expected = new Uint8Array(16);
  expected.set([...("VA1-reply")].map((char) => char.charCodeAt(0)));
  assert.deepEqual(domainBytes("VA1-reply"), expected);
});

Deno.test("verifySignature() accepts what SigningKey signed, its parts joined", () => {
  fc.assert(
    fc.property(bytes(32), anyBytes, anyBytes, (seed, first, second) => {
      const signer = SigningKey.fromSeed(seed);
      const made = signer.sign("VA1-hostcert", first, second);
      assert.ok(verifySignature("VA1-hostcert", concat(first, second), made, signer.publicKey));
    }),
    { numRuns: 50 },
  );
});

interface SignatureVector {
  readonly domain: Domain;
  readonly seed: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signed: string;
  readonly signature: string;
}

Deno.test("verifySignature() accepts each domain's vector and refuses it in every other domain", () => {
  const vectors = readVectors<SignatureVector>("signatures.json");
  assert.equal(vectors.length, 7);
  for (const vector of vectors) {
    assert.deepEqual(sign(unhex(vector.seed), unhex(vector.signed)), unhex(vector.signature));
    for (const { domain } of vectors) {
      const verifies = verifySignature(
        domain,
        unhex(vector.message),
        unhex(vector.signature),
        unhex(vector.publicKey),
      );
      assert.equal(verifies, domain === vector.domain, `${vector.domain} as ${domain}`);
    }
  }
});

Deno.test("verifySignature() refuses every single-bit change of message, signature and key", () => {
  for (const other of bitFlips(message)) {
    assert.ok(!verifySignature("VA1-reply", other, signature, key.publicKey));
  }
  for (const other of bitFlips(signature)) {
    assert.ok(!verifySignature("VA1-reply", message, other, key.publicKey));
  }
  for (const other of bitFlips(key.publicKey)) {
    assert.ok(!verifySignature("VA1-reply", message, signature, other));
  }
});

Deno.test("verifySignature() refuses signatures and keys of another length", () => {
  for (const other of wrongLengths(signature)) {
    assert.ok(!verifySignature("VA1-reply", message, other, key.publicKey));
  }
  for (const other of wrongLengths(key.publicKey)) {
    assert.ok(!verifySignature("VA1-reply", message, signature, other));
  }
});

Deno.test("verifySignature() refuses the same signature with the order of the curve added", () => {
  const scalar = fromLittleEndian(signature.subarray(32)) + L;
  const other = concat(signature.subarray(0, 32), toLittleEndian(scalar));
  assert.ok(!verifySignature("VA1-reply", message, other, key.publicKey));
});

Deno.test("verifySignature() refuses keys that are no point of the curve, and throws for none", () => {
  fc.assert(fc.property(bytes(32), (publicKey) => {
    assert.ok(!verifySignature("VA1-reply", message, signature, publicKey));
  }));
  assert.ok(!verifySignature("VA1-reply", message, signature, patched(new Uint8Array(32), 0, 2)));
});

Deno.test("SigningKey goes through PEM and back", () => {
  const again = SigningKey.fromPem(key.toPem());
  assert.deepEqual(again.publicKey, key.publicKey);
  assert.deepEqual(again.sign("VA1-reply", message), signature);
});

Deno.test("SigningKey refuses seeds of another length, and PEM files of something else", () => {
  assert.throws(() => SigningKey.fromSeed(new Uint8Array(31)), RangeError);
  assert.throws(() => SigningKey.fromPem("no key"), Error);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  assert.throws(() => SigningKey.fromPem(pem), /expected an Ed25519 key/);
});

Deno.test("isSmallOrder() leaves its argument as it was, a Buffer too", () => {
  const buffer = Buffer.alloc(32, 0xff);
  assert.equal(isSmallOrder(buffer), false);
  assert.deepEqual([...buffer], new Array(32).fill(0xff));
});

Deno.test("a signature that verified once verifies neither another message, key, domain nor signature", () => {
  const [key, other] = [1, 2].map((seed) => SigningKey.fromSeed(new Uint8Array(32).fill(seed)));
  const [message, another] = [Uint8Array.of(1, 2), Uint8Array.of(1, 3)];
  const signature = key!.sign("VA1-reply", message);
  const again = () => verifySignature("VA1-reply", message, signature, key!.publicKey);
  assert(again() && again());
  assert(!verifySignature("VA1-reply", another, signature, key!.publicKey));
  assert(!verifySignature("VA1-licence", message, signature, key!.publicKey));
  assert(!verifySignature("VA1-reply", message, signature, other!.publicKey));
  assert(!verifySignature("VA1-reply", message, signature.with(0, signature[0]! ^ 1), key!.publicKey));
});
