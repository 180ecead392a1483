import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import {
  ByteReader,
  ByteWriter,
  concat,
  equalBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
} from "../../src/protocol/bytes.ts";
import { anyBytes, u16, u32, u64 } from "../support/arbitraries.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

Deno.test("fromHex() returns what toHex() was given, in either case", () => {
  fc.assert(fc.property(anyBytes, (bytes) => {
    assert.equal(toHex(bytes), Buffer.from(bytes).toString("hex"));
    assert.deepEqual(fromHex(toHex(bytes), bytes.length, "value"), bytes);
    assert.deepEqual(fromHex(toHex(bytes).toUpperCase(), bytes.length, "value"), bytes);
  }));
});

Deno.test("fromHex() refuses another length and what is no hexadecimal digit", () => {
  for (const text of ["", "0", "000", "0x00", "00000"]) {
    if (text.length !== 4) assertRefuses(() => fromHex(text, 2, "value"), "length", text);
  }
  for (const text of ["0x00", "00g0", "-100", " 000", "00é0"]) {
    assertRefuses(() => fromHex(text, 2, "value"), "text", text);
  }
});

Deno.test("fromBase64Url() returns what toBase64Url() was given", () => {
  fc.assert(fc.property(anyBytes, (bytes) => {
    assert.equal(toBase64Url(bytes), Buffer.from(bytes).toString("base64url"));
    assert.deepEqual(fromBase64Url(toBase64Url(bytes), "value"), bytes);
  }));
});

Deno.test("fromBase64Url() refuses padding, other alphabets, cut texts and stray bits", () => {
  for (const text of ["AA==", "+A", "/A", "A", "AAAAA", "AB", "AAB", "A A", "AA\n", "ÄA"]) {
    assertRefuses(() => fromBase64Url(text, "value"), "text", JSON.stringify(text));
  }
});

Deno.test("fromBase64Url() accepts nothing but its own spelling", () => {
  fc.assert(fc.property(fc.string({ maxLength: 12 }), (text) => {
    let bytes: Uint8Array | undefined;
    decodeErrorOf(() => bytes = fromBase64Url(text, "value"));
    if (bytes !== undefined) assert.equal(toBase64Url(bytes), text);
  }));
});

Deno.test("ByteReader reads what ByteWriter wrote, big-endian", () => {
  fc.assert(fc.property(fc.nat(255), u16, u32, u64, (a, b, c, d) => {
    const { bytes } = new ByteWriter(18).u8(a).u16(b).u32(c).u64(d).raw(Uint8Array.of(1, 2, 3), 3);
    const reader = new ByteReader(bytes, 18, "value");
    assert.deepEqual([reader.u8(), reader.u16(), reader.u32(), reader.u64()], [a, b, c, d]);
    assert.deepEqual(reader.raw(3), Uint8Array.of(1, 2, 3));
  }));
  const { bytes } = new ByteWriter(14).u16(0x0102).u32(0x03040506).u64(0x0708090a0b0c);
  assert.equal(toHex(bytes), "01020304050600000708090a0b0c");
});

Deno.test("ByteWriter refuses an integer that does not fit instead of cutting it", () => {
  const writes: ((writer: ByteWriter, value: number) => ByteWriter)[] = [
    (writer, value) => writer.u8(value),
    (writer, value) => writer.u16(value),
    (writer, value) => writer.u32(value),
    (writer, value) => writer.u64(value),
  ];
  const limits = [2 ** 8, 2 ** 16, 2 ** 32, 2 ** 53];
  writes.forEach((write, i) => {
    for (const value of [-1, 0.5, NaN, Infinity, limits[i]!]) {
      assert.throws(() => write(new ByteWriter(8), value), RangeError, `${value}`);
    }
    assert.doesNotThrow(() => write(new ByteWriter(8), limits[i]! - 1));
  });
});

Deno.test("ByteWriter refuses a byte string of another length", () => {
  assert.throws(() => new ByteWriter(4).raw(Uint8Array.of(1, 2, 3), 4), RangeError);
});

Deno.test("ByteReader refuses any size but the one expected", () => {
  for (const size of [0, 3, 5]) {
    assertRefuses(() => new ByteReader(new Uint8Array(size), 4, "value"), "length");
  }
});

Deno.test("ByteReader gives byte strings as copies, of a Buffer too", () => {
  const buffer = Buffer.from([1, 2, 3, 4]);
  const given = new ByteReader(buffer, 4, "value").raw(4);
  buffer.fill(0);
  assert.deepEqual(given, Uint8Array.of(1, 2, 3, 4));
});

Deno.test("ByteReader gives views that show their own bytes, of a Buffer too, and none behind the end", () => {
  const whole = Buffer.from([9, 1, 2, 3, 9, 9]);
  const reader = new ByteReader(whole.subarray(1, 4), 3, "value");
  const given = reader.view(2);
  assert.deepEqual(given, Uint8Array.of(1, 2));
  whole[1] = 7;
  assert.deepEqual(given, Uint8Array.of(7, 2));
  assert.deepEqual(reader.view(3), Uint8Array.of(3), "what follows in memory belongs to somebody else");
});

Deno.test("concat() joins byte strings, and equalBytes() compares them", () => {
  fc.assert(fc.property(fc.array(anyBytes, { maxLength: 4 }), anyBytes, (parts, other) => {
    const whole = concat(...parts);
    assert.deepEqual([...whole], parts.flatMap((part) => [...part]));
    assert.ok(equalBytes(whole, concat(...parts)));
    assert.equal(equalBytes(whole, other), toHex(whole) === toHex(other));
  }));
});
