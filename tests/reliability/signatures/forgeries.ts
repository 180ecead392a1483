import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type Domain, domainBytes, verifySignature } from "../../../src/crypto/ed25519.ts";
import { concat } from "../../../src/protocol/bytes.ts";
import { bitFlips, patched } from "../../support/samples/damage.ts";
import {
  add,
  BASE,
  encodePoint,
  fromLittleEndian,
  L,
  multiply,
  NEUTRAL,
  p,
  publicKeyOf,
  sign,
  smallOrderYs,
  toLittleEndian,
  torsionPoints,
} from "../../support/samples/edwards25519.ts";
import { exampleBytes } from "../../support/samples/samples.ts";

/** Something that is not the holder's signature, though some verifier takes it for one. */
interface Forgery {
  readonly what: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
}

const DOMAIN: Domain = "VA1-reply";
const MOST_SCALAR = 2n ** 256n;
const seed = exampleBytes("forgeries");
const publicKey = publicKeyOf(seed);
const message = new TextEncoder().encode("activated");
const sound = signed(message);
const [R, S] = [sound.subarray(0, 32), fromLittleEndian(sound.subarray(32))];
const torsion = torsionPoints().filter(([, y]) => y !== NEUTRAL[1]);

function signed(message: Uint8Array): Uint8Array {
  return sign(seed, concat(domainBytes(DOMAIN), message));
}

/** RFC 8032, 5.1.7: SHA-512 over R, A and what is signed. */
function challengeOf(commitment: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  const hash = createHash("sha512").update(commitment).update(key).update(domainBytes(DOMAIN)).update(
    message,
  );
  return fromLittleEndian(hash.digest()) % L;
}

function secretScalar(): bigint {
  const low = fromLittleEndian(createHash("sha512").update(seed).digest().subarray(0, 32));
  return (low & (2n ** 254n - 8n)) | (2n ** 254n);
}

const made = (what: string, changes: Partial<Forgery>): Forgery => ({
  what,
  message,
  signature: sound,
  publicKey,
  ...changes,
});

/** A verifier that does not ask for S < L takes each of these (RFC 8032, 5.1.7). */
function* malleable(): Generator<Forgery> {
  for (let scalar = S + L, times = 1; scalar < MOST_SCALAR; scalar += L, times++) {
    yield made(`S with L added ${times} times`, { signature: concat(R, toLittleEndian(scalar)) });
  }
  yield made("S negated", { signature: concat(R, toLittleEndian(L - S)) });
  yield made("S of 0", { signature: concat(R, new Uint8Array(32)) });
  yield made("S of L", { signature: concat(R, toLittleEndian(L)) });
  yield made("R with its sign turned", {
    signature: concat(patched(R, 31, R[31]! ^ 0x80), sound.subarray(32)),
  });
}

/** All bits of a signature or key, and what is no point at all. */
function* shapeless(): Generator<Forgery> {
  for (const byte of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
    yield made(`a signature of bytes ${byte}`, { signature: new Uint8Array(64).fill(byte) });
    yield made(`a key of bytes ${byte}`, { publicKey: new Uint8Array(32).fill(byte) });
  }
  for (const length of [0, 32, 63, 65, 96]) {
    yield made(`a signature of ${length} bytes`, { signature: concat(sound, sound).subarray(0, length) });
  }
  for (const length of [0, 31, 33, 64]) {
    yield made(`a key of ${length} bytes`, { publicKey: concat(publicKey, publicKey).subarray(0, length) });
  }
  for (let y = 0n; y < 19n; y++) {
    for (const sign of [0n, 2n ** 255n]) {
      const encoded = toLittleEndian((y + p) | sign);
      yield made(`a key whose y is not reduced (${y})`, { publicKey: encoded });
      yield made(`an R whose y is not reduced (${y})`, { signature: concat(encoded, sound.subarray(32)) });
    }
  }
}

/** With a key of small order whoever likes makes signatures of one message in eight, at least. */
function* ofSmallOrder(): Generator<Forgery> {
  const scalar = fromLittleEndian(exampleBytes("scalar")) % L;
  const signature = concat(encodePoint(multiply(scalar, BASE)), toLittleEndian(scalar));
  for (const y of smallOrderYs()) {
    for (const sign of [0n, 2n ** 255n]) {
      const key = toLittleEndian(y | sign);
      for (let n = 0; n < 24; n++) {
        yield made(`a key of small order, y = ${y}, message ${n}`, {
          message: Uint8Array.of(n),
          publicKey: key,
          signature,
        });
      }
    }
  }
}

/** A point of small order more in R: a verifier that multiplies all by 8 takes it, and it would be a second signature of one message. */
function* ofMixedOrder(): Generator<Forgery> {
  const nonce = fromLittleEndian(exampleBytes("nonce")) % L;
  const [commitment, own] = [multiply(nonce, BASE), multiply(secretScalar(), BASE)];
  for (const [i, point] of torsion.entries()) {
    const mixed = encodePoint(add(commitment, point));
    const scalar = (nonce + challengeOf(mixed, publicKey, message) * secretScalar()) % L;
    yield made(`an R of mixed order (${i})`, { signature: concat(mixed, toLittleEndian(scalar)) });
    const alone = encodePoint(point);
    const proof = challengeOf(alone, publicKey, message) * secretScalar() % L;
    yield made(`an R of small order (${i})`, { signature: concat(alone, toLittleEndian(proof)) });
    yield made(`the holder's signature under a key of mixed order (${i})`, {
      publicKey: encodePoint(add(own, point)),
    });
  }
}

/** What is signed for one purpose is signed for no other. */
function* ofOtherDomains(): Generator<Forgery> {
  for (
    const domain of [
      "VA1-authority",
      "VA1-hostcert",
      "VA1-hostreq",
      "VA1-licence",
      "VA1-journal",
      "VA1-admin",
    ] as const
  ) {
    yield made(`a signature for ${domain}`, { signature: sign(seed, concat(domainBytes(domain), message)) });
  }
  yield made("a signature without a domain", { signature: sign(seed, message) });
}

function* turned(): Generator<Forgery> {
  for (const other of bitFlips(message)) yield made("a bit of the message", { message: other });
  for (const other of bitFlips(sound)) yield made("a bit of the signature", { signature: other });
  for (const other of bitFlips(publicKey)) yield made("a bit of the key", { publicKey: other });
}

/** How many forgeries there are, none of which is accepted, with the holder's own signature verified before and after each. */
export function refuseForgeries(): number {
  const accepts = ({ message, signature, publicKey }: Forgery) =>
    verifySignature(DOMAIN, message, signature, publicKey);
  const own = made("the holder's own signature", {});
  assert.ok(accepts(own), "the holder's own signature is refused");
  let forgeries = 0;
  for (const family of [malleable, shapeless, ofSmallOrder, ofMixedOrder, ofOtherDomains, turned]) {
    for (const forgery of family()) {
      forgeries += 1;
      assert.ok(!accepts(forgery), `${forgery.what} is accepted`);
    }
    assert.ok(accepts(own), "the holder's own signature is refused later");
  }
  return forgeries;
}
