import assert from "node:assert/strict";
import fc from "fast-check";
import { anyBytes } from "../arbitraries.ts";
import { bitFlipped, wrongLengths } from "./damage.ts";
import { assertRefuses, decodeErrorOf } from "../refuses.ts";

export interface Codec<T> {
  /** Name of the decoder, as test names start with it. */
  readonly decoder: string;
  readonly encode: (value: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
  readonly values: fc.Arbitrary<T>;
  readonly sample: T;
}

/** The tests that every pair of encoder and decoder must pass. */
export function testCodec<T>({ decoder, encode, decode, values, sample }: Codec<T>): void {
  Deno.test(`${decoder}() returns what was encoded`, () => {
    fc.assert(fc.property(values, (value) => {
      const encoded = encode(value);
      assert.deepEqual(decode(encoded), value);
      assert.deepEqual(encode(decode(encoded)), encoded);
    }));
  });

  Deno.test(`${decoder}() reads bytes that lie inside a larger buffer`, () => {
    const encoded = encode(sample);
    const within = new Uint8Array(encoded.length + 7).fill(0xee);
    within.set(encoded, 3);
    assert.deepEqual(decode(within.subarray(3, 3 + encoded.length)), sample);
  });

  Deno.test(`${decoder}() refuses every truncation and one byte more`, () => {
    for (const bytes of wrongLengths(encode(sample))) {
      assertRefuses(() => decode(bytes), "length", `${bytes.length} bytes`);
    }
  });

  Deno.test(`${decoder}() throws nothing but DecodeError for random bytes`, () => {
    fc.assert(fc.property(anyBytes, (bytes) => {
      const error = decodeErrorOf(() => decode(bytes));
      if (error === undefined) assert.deepEqual(encode(decode(bytes)), bytes);
    }));
  });

  Deno.test(`${decoder}() throws nothing but DecodeError for damaged bytes`, () => {
    const damaged = fc.record({ value: values, bits: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }) });
    fc.assert(fc.property(damaged, ({ value, bits }) => {
      const intact = encode(value);
      const bytes = bits.reduce((rest, bit) => bitFlipped(rest, bit % (intact.length * 8)), intact);
      const error = decodeErrorOf(() => decode(bytes));
      assert.ok(error === undefined || error.message.startsWith("Cannot decode "), error?.message);
    }));
  });
}
