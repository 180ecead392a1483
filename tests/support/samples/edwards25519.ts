import { createHash } from "node:crypto";

/** Curve arithmetic by RFC 8032, section 5.1, in affine coordinates with bigint: slow, and of no use but to check src. */

export const p = 2n ** 255n - 19n;
/** The order of the base point. */
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

export type Point = readonly [x: bigint, y: bigint];
export const NEUTRAL: Point = [0n, 1n];

function mod(value: bigint, modulus = p): bigint {
  return ((value % modulus) + modulus) % modulus;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let rest = exponent, square = mod(base); rest > 0n; rest >>= 1n, square = mod(square * square)) {
    if (rest & 1n) result = mod(result * square);
  }
  return result;
}

/** By Euclid's algorithm. */
function inverse(value: bigint): bigint {
  let [r, nextR] = [p, mod(value)];
  let [t, nextT] = [0n, 1n];
  while (nextR > 0n) {
    const quotient = r / nextR;
    [r, nextR] = [nextR, r - quotient * nextR];
    [t, nextT] = [nextT, t - quotient * nextT];
  }
  return mod(t);
}

const d = mod(-121665n * inverse(121666n));
const SQRT_MINUS_ONE = power(2n, (p - 1n) / 4n);

export function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const product = mod(d * x1 * x2 * y1 * y2);
  return [
    mod((x1 * y2 + x2 * y1) * inverse(1n + product)),
    mod((y1 * y2 + x1 * x2) * inverse(1n - product)),
  ];
}

export function multiply(factor: bigint, point: Point): Point {
  let result = NEUTRAL;
  for (let rest = factor, double = point; rest > 0n; rest >>= 1n, double = add(double, double)) {
    if (rest & 1n) result = add(result, double);
  }
  return result;
}

/** The point with this y and an even x, or undefined where the curve has none. */
export function pointAt(y: bigint): Point | undefined {
  const xSquared = mod((y * y - 1n) * inverse(d * y * y + 1n));
  const candidate = power(xSquared, (p + 3n) / 8n);
  for (const x of [candidate, mod(candidate * SQRT_MINUS_ONE)]) {
    if (mod(x * x) === xSquared) return [x % 2n === 0n ? x : p - x, mod(y)];
  }
  return undefined;
}

export const BASE: Point = pointAt(4n * inverse(5n))!;

/** 32 bytes, least significant first. */
export function toLittleEndian(value: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

export function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

export function encodePoint([x, y]: Point): Uint8Array<ArrayBuffer> {
  return toLittleEndian(y | ((x & 1n) << 255n));
}

/** The eight points whose order divides 8: the multiples of one that has order 8, found by clearing L from points at hand. */
export function torsionPoints(): Point[] {
  for (let y = 2n;; y++) {
    const point = pointAt(y);
    if (point === undefined) continue;
    const generator = multiply(L, point);
    if (multiply(4n, generator)[1] === 1n) continue;
    return Array.from({ length: 8 }, (_, i) => multiply(BigInt(i), generator));
  }
}

/** Every y below 2^255 that stands for the y of one of these points, reduced or not; in ascending order. */
export function smallOrderYs(): bigint[] {
  const ys = new Set(torsionPoints().map(([, y]) => y));
  const all = [...ys].flatMap((y) => y + p < 2n ** 255n ? [y, y + p] : [y]);
  return all.sort((a, b) => (a < b ? -1 : 1));
}

function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha512");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function secretScalar(hash: Uint8Array): bigint {
  const low = fromLittleEndian(hash.subarray(0, 32));
  return (low & (2n ** 254n - 8n)) | (2n ** 254n);
}

export function publicKeyOf(seed: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodePoint(multiply(secretScalar(sha512(seed)), BASE));
}

/** RFC 8032, section 5.1.6. */
export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const hash = sha512(seed);
  const scalar = secretScalar(hash);
  const r = fromLittleEndian(sha512(hash.subarray(32), message)) % L;
  const commitment = encodePoint(multiply(r, BASE));
  const challenge = fromLittleEndian(sha512(commitment, publicKeyOf(seed), message)) % L;
  return Uint8Array.of(...commitment, ...toLittleEndian((r + challenge * scalar) % L));
}
