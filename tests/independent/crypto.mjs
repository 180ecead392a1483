// Ed25519 over raw keys. Page: introduction ("Conventions") and "Keys".
import { createHash, createPublicKey, sign as edSign, verify as edVerify } from "node:crypto";

const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** The y of every point of small order, sign bit clear, with the spellings that exceed the prime. */
const SMALL_ORDER_Y = new Set([
  "00".repeat(32), // order 4
  "01" + "00".repeat(31), // order 1
  "ec" + "ff".repeat(30) + "7f", // order 2
  "ed" + "ff".repeat(30) + "7f", // order 4, spelled p
  "ee" + "ff".repeat(30) + "7f", // order 1, spelled p + 1
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
]);

/** A breach of the page: `step` is the number in "What a client checks" or "licence", `field` where it is seen. */
export class Deviation extends Error {
  constructor(step, field, why) {
    super(`${step === "licence" ? "" : "step "}${step}, ${field}: ${why}`);
    this.step = step;
  }
}

export function demand(condition, step, field, why) {
  if (!condition) throw new Deviation(step, field, why);
}

export function sha256(...parts) {
  return createHash("sha256").update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
}

/** Conventions: a signature covers a 16-byte domain, ASCII padded with NUL, then the bytes. */
function signedBytes(label, parts) {
  return Buffer.concat([Buffer.from(label.padEnd(16, "\0"), "ascii"), ...parts]);
}

export function sign(privateKey, label, ...parts) {
  return edSign(null, signedBytes(label, parts), privateKey);
}

export function verifies(rawKey, signature, label, ...parts) {
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, rawKey]), format: "der", type: "spki" });
  return edVerify(null, signedBytes(label, parts), key, signature);
}

export function hasSmallOrder(rawKey) {
  const y = Buffer.from(rawKey);
  y[31] &= 0x7f;
  return SMALL_ORDER_Y.has(y.toString("hex"));
}

/** "Reply", offset 38: the first 4 bytes of SHA-256 of the authority public key. */
export function keyId(rawKey) {
  return sha256(rawKey).readUInt32BE(0);
}
