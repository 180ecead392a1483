import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesFromNumber, numberFromBytes } from "../../src/crypto/big_number.ts";

Deno.test("bytesFromNumber() returns what numberFromBytes() read", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
    assert.deepEqual(bytesFromNumber(numberFromBytes(bytes), bytes.length), new Uint8Array(bytes));
  }));
});

Deno.test("numberFromBytes() takes the most significant byte first", () => {
  assert.equal(numberFromBytes(Uint8Array.of(1, 2, 3)), 0x010203n);
  assert.equal(numberFromBytes(new Uint8Array(0)), 0n);
});

Deno.test("bytesFromNumber() is undefined from the first number that needs a byte more", () => {
  assert.deepEqual(bytesFromNumber(0xffffn, 2), Uint8Array.of(255, 255));
  assert.equal(bytesFromNumber(0x10000n, 2), undefined);
  assert.deepEqual(bytesFromNumber(5n, 3), Uint8Array.of(0, 0, 5));
});
