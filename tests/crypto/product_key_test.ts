import assert from "node:assert/strict";
import fc from "fast-check";
import type { DecodeProblem } from "../../src/protocol/decode_error.ts";
import {
  decodeProductKey,
  encodeProductKey,
  partialProductKey,
  type ProductKey,
} from "../../src/crypto/product_key.ts";
import { anyText, bytes } from "../support/arbitraries.ts";
import { substitutions, swaps } from "../support/samples/damage.ts";
import { hexed } from "../support/samples/hexed.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const ALPHABET = "BCDFGHJKMPQRTVWXY2346789";

interface KeyVector {
  readonly name: string;
  readonly text: string;
  readonly value?: unknown;
  /** The text is another way to write the value. */
  readonly spelling?: true;
  readonly expect?: DecodeProblem;
}

const vectors = readVectors<KeyVector>("product_keys.json");
/** 25 characters each. */
const goodKeys = vectors.filter(({ value, spelling }) => value && !spelling)
  .map(({ text }) => text.replaceAll("-", ""));

const serials = fc.integer({ min: 0, max: 2 ** 30 - 1 });
const productKeys: fc.Arbitrary<ProductKey> = fc.oneof(
  fc.tuple(serials, bytes(8)).map(([serial, secret]) => ({ kind: "host", serial, secret }) as const),
  serials.map((serial) => ({ kind: "client", serial, secret: new Uint8Array(8) }) as const),
);

Deno.test("decodeProductKey() returns what was encoded, in groups of five", () => {
  fc.assert(fc.property(productKeys, (key) => {
    const text = encodeProductKey(key);
    assert.match(text, /^([BCDFGHJKMPQRTVWXY2346789]{5}-){4}[BCDFGHJKMPQRTVWXY2346789]{5}$/);
    assert.deepEqual(decodeProductKey(text), key);
    assert.deepEqual(decodeProductKey(text.toLowerCase().replaceAll("-", " ")), key);
  }));
});

Deno.test("decodeProductKey() refuses every single-character substitution", () => {
  assert.ok(goodKeys.length >= 5);
  for (const text of goodKeys) {
    let count = 0;
    for (const wrong of substitutions(text, ALPHABET)) {
      assertRefuses(() => decodeProductKey(wrong), "checksum", `${wrong} for ${text}`);
      count++;
    }
    assert.equal(count, 25 * 23);
  }
});

Deno.test("decodeProductKey() refuses every swap of two unlike neighbours", () => {
  for (const text of goodKeys) {
    for (const wrong of swaps(text)) {
      assertRefuses(() => decodeProductKey(wrong), "checksum", `${wrong} for ${text}`);
    }
  }
});

Deno.test("decodeProductKey() refuses substitutions and swaps of any key", () => {
  fc.assert(fc.property(productKeys, fc.nat(), fc.nat(), (key, which, character) => {
    const text = encodeProductKey(key).replaceAll("-", "");
    const at = which % 25;
    const wrong = text.slice(0, at) + ALPHABET[character % 24] + text.slice(at + 1);
    if (wrong !== text) assertRefuses(() => decodeProductKey(wrong), "checksum");
    for (const swapped of swaps(text)) assertRefuses(() => decodeProductKey(swapped), "checksum");
  }));
});

Deno.test("decodeProductKey() refuses every length but 25", () => {
  for (let length = 0; length < 60; length++) {
    if (length !== 25) assertRefuses(() => decodeProductKey("B".repeat(length)), "length", `${length}`);
  }
});

Deno.test("decodeProductKey() refuses every character that is not in the alphabet", () => {
  const [text] = goodKeys;
  for (let point = 0; point < 0x2000; point++) {
    const char = String.fromCodePoint(point);
    if (ALPHABET.includes(char.toUpperCase()) || /[\s-]/.test(char)) continue;
    assertRefuses(() => decodeProductKey(char + text!.slice(1)), "text", `U+${point.toString(16)}`);
  }
});

Deno.test("decodeProductKey() throws nothing but DecodeError for random texts", () => {
  const keyLike = fc.array(fc.constantFrom(...ALPHABET), { minLength: 25, maxLength: 25 });
  fc.assert(fc.property(fc.oneof(anyText, keyLike.map((chars) => chars.join(""))), (text) => {
    let key: ProductKey | undefined;
    decodeErrorOf(() => key = decodeProductKey(text));
    if (key !== undefined) assert.equal(encodeProductKey(key).replaceAll("-", ""), text);
  }));
});

Deno.test("encodeProductKey() refuses a serial or a secret that does not fit", () => {
  const secret = new Uint8Array(8);
  for (const serial of [-1, 0.5, NaN, 2 ** 30]) {
    assert.throws(() => encodeProductKey({ kind: "host", serial, secret }), RangeError, `${serial}`);
  }
  const short = { kind: "host", serial: 1, secret: new Uint8Array(7) } as const;
  assert.throws(() => encodeProductKey(short), RangeError);
});

Deno.test("partialProductKey() is the last group", () => {
  const key = { kind: "client", serial: 7, secret: new Uint8Array(8) } as const;
  assert.equal(partialProductKey(key), encodeProductKey(key).split("-").at(-1));
});

for (const { name, text, value, spelling, expect } of vectors) {
  Deno.test(`a product key, ${name}: ${expect ?? "it is read"}`, () => {
    if (expect !== undefined) return assertRefuses(() => decodeProductKey(text), expect);
    const key = decodeProductKey(text);
    assert.deepEqual(hexed(key), value);
    if (!spelling) assert.equal(encodeProductKey(key), text);
  });
}
