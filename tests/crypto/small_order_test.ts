import assert from "node:assert/strict";
import fc from "fast-check";
import { isSmallOrder, verifySignature } from "../../src/crypto/ed25519.ts";
import { bytes } from "../support/arbitraries.ts";
import { patched } from "../support/samples/damage.ts";
import {
  add,
  BASE,
  encodePoint,
  fromLittleEndian,
  L,
  multiply,
  NEUTRAL,
  p,
  type Point,
  pointAt,
  smallOrderYs,
  toLittleEndian,
  torsionPoints,
} from "../support/samples/edwards25519.ts";
import { unhex } from "../support/samples/hexed.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const isNeutral = ([x, y]: Point) => x === NEUTRAL[0] && y === NEUTRAL[1];

Deno.test("the tests' curve has the base point and the order that RFC 8032 gives", () => {
  assert.equal(BASE[0], 15112221349535400772501151409588531511454012693041857206046113283949847762202n);
  assert.equal(BASE[1], 46316835694926478169428394003475163141307993866256225615783033603165251855960n);
  assert.ok(isNeutral(multiply(L, BASE)));
});

Deno.test("the curve has eight distinct points whose order divides 8", () => {
  const points = torsionPoints();
  assert.equal(new Set(points.map(String)).size, 8);
  for (const point of points) assert.ok(isNeutral(multiply(8n, point)));
});

Deno.test("isSmallOrder() is true for every encoding of the eight points, reduced or not, of either sign", () => {
  const ys = smallOrderYs();
  assert.equal(ys.length, 7);
  for (const y of ys) {
    const encoded = toLittleEndian(y);
    assert.ok(isSmallOrder(encoded), `y = ${y}`);
    assert.ok(isSmallOrder(patched(encoded, 31, encoded[31]! | 0x80)), `y = ${y}, sign bit set`);
  }
  for (const point of torsionPoints()) assert.ok(isSmallOrder(encodePoint(point)));
});

Deno.test("isSmallOrder() is false for the neighbours of those encodings, and for all others", () => {
  const small = new Set(smallOrderYs());
  for (const y of small) {
    for (const near of [y - 1n, y + 1n, y ^ (1n << 128n)]) {
      if (near >= 0n && near < 2n ** 255n) assert.equal(isSmallOrder(toLittleEndian(near)), small.has(near));
    }
  }
  for (let y = p - 5n; y < 2n ** 255n; y++) assert.equal(isSmallOrder(toLittleEndian(y)), small.has(y));
  fc.assert(fc.property(bytes(32), (publicKey) => {
    const y = fromLittleEndian(publicKey) & (2n ** 255n - 1n);
    assert.equal(isSmallOrder(publicKey), small.has(y));
  }));
});

Deno.test("isSmallOrder() is false for a point of mixed order, which has a large part", () => {
  const torsion = torsionPoints()[1]!;
  const mixed = add(BASE, torsion);
  assert.ok(!isNeutral(multiply(8n, mixed)));
  assert.ok(!isSmallOrder(encodePoint(mixed)));
  assert.ok(!isSmallOrder(encodePoint(pointAt(3n)!)));
});

Deno.test("verifySignature() refuses the signature that a key of small order would let pass for any message", () => {
  const neutral = toLittleEndian(1n);
  const forged = Uint8Array.of(...neutral, ...new Uint8Array(32));
  for (const y of smallOrderYs()) {
    assert.ok(!verifySignature("VA1-reply", unhex("00"), forged, toLittleEndian(y)), `y = ${y}`);
  }
});

Deno.test("isSmallOrder() judges the vectors as they say", () => {
  const vectors = readVectors<{ name: string; publicKey: string; smallOrder: boolean }>(
    "small_order_keys.json",
  );
  assert.equal(vectors.filter(({ smallOrder }) => smallOrder).length, 14);
  for (const { name, publicKey, smallOrder } of vectors) {
    assert.equal(isSmallOrder(unhex(publicKey)), smallOrder, name);
  }
});
