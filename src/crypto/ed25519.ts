import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { concat, fromHex, plainView, toHex } from "../protocol/bytes.ts";
import { sha256 } from "./hash.ts";
import { LatestTrue } from "./latest_true.ts";

/** What a signature is for (SPEC 1): a signature of one domain never verifies in another. */
export type Domain =
  | "VA1-authority"
  | "VA1-hostcert"
  | "VA1-reply"
  | "VA1-hostreq"
  | "VA1-licence"
  | "VA1-journal"
  | "VA1-admin";

const DOMAIN_BYTES = 16;
const PKCS8_HEAD = fromHex("302e020100300506032b657004220420", 16, "PKCS #8 head");
const SPKI_HEAD = fromHex("302a300506032b6570032100", 12, "SPKI head");

/** The 16 bytes that open every signed message: the name in ASCII, padded with NUL. They are not to be changed. */
export function domainBytes(domain: Domain): Uint8Array {
  const known = DOMAINS.get(domain);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(DOMAIN_BYTES);
  new TextEncoder().encodeInto(domain, bytes);
  DOMAINS.set(domain, bytes);
  return bytes;
}

const DOMAINS = new Map<Domain, Uint8Array>();

/** An Ed25519 private key (RFC 8032). Signing is synchronous: 25 to 30 microseconds. */
export class SigningKey {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    this.#key = key;
    const spki = createPublicKey(key).export({ format: "der", type: "spki" });
    this.publicKey = new Uint8Array(spki.subarray(SPKI_HEAD.length));
  }

  /** `seed`: 32 random bytes, which are the private key. */
  static fromSeed(seed: Uint8Array): SigningKey {
    if (seed.length !== 32) throw new RangeError(`an Ed25519 seed has 32 bytes, got ${seed.length}`);
    const der = concat(PKCS8_HEAD, seed);
    return new SigningKey(createPrivateKey({ key: der as unknown as Buffer, format: "der", type: "pkcs8" }));
  }

  /** Reads a PKCS #8 PEM file. Throws an Error where it is none, or of another algorithm. */
  static fromPem(pem: string): SigningKey {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== "ed25519") {
      throw new Error(`expected an Ed25519 key, got ${key.asymmetricKeyType}`);
    }
    return new SigningKey(key);
  }

  toPem(): string {
    return this.#key.export({ format: "pem", type: "pkcs8" }).toString();
  }

  /** 64 bytes over the domain and the parts, joined. */
  sign(domain: Domain, ...parts: readonly Uint8Array[]): Uint8Array {
    return plainView(sign(null, concat(domainBytes(domain), ...parts), this.#key));
  }
}

/** Whether `signature` is that of `publicKey` over the domain and message. A key of small order, or that is no point of the curve, verifies nothing. */
export function verifySignature(
  domain: Domain,
  message: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64 || isSmallOrder(publicKey)) return false;
  const signed = concat(domainBytes(domain), message);
  return verified.remember(toHex(sha256(publicKey, signature, signed)), () => {
    const key = importPublicKey(publicKey);
    return key !== undefined && verify(null, signed, key, signature);
  });
}

/**
 * The latest signatures that verified: a product looks at one licence file and one lease again and again, and what verified once verifies.
 * They are known by a digest over key, signature and message, of which the first two have their fixed lengths.
 */
const verified = new LatestTrue(64);

/** Undefined where the 32 bytes are no point of the curve. */
function importPublicKey(publicKey: Uint8Array): KeyObject | undefined {
  const der = concat(SPKI_HEAD, publicKey);
  try {
    return createPublicKey({ key: der as unknown as Buffer, format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

/**
 * The y coordinates, little-endian with the sign bit cleared, of the points whose order divides 8, in every encoding
 * that a decoder might accept (0, 1, the two of order 8, p - 1, p, p + 1). tests/crypto/ed25519_test.ts computes them.
 */
const SMALL_ORDER = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

/** Whether a public key is of small order: whoever uses one can make signatures that verify for any message. */
export function isSmallOrder(publicKey: Uint8Array): boolean {
  const y = new Uint8Array(publicKey); // slice() of a Buffer is no copy
  y[31]! &= 0x7f;
  return SMALL_ORDER.has(toHex(y));
}
