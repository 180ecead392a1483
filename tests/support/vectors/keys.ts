import { concat } from "../../../src/protocol/bytes.ts";
import { authorityKeyId } from "../../../src/crypto/certificates.ts";
import { type Domain, domainBytes } from "../../../src/crypto/ed25519.ts";
import { type HardwareComponents, hardwareIdentity, hostHardware } from "../../../src/crypto/hardware.ts";
import { exampleBytes, exampleKey } from "../samples/samples.ts";
import { dammDigit } from "../samples/damm.ts";
import { patched } from "../samples/damage.ts";
import { BASE, encodePoint, p, smallOrderYs, toLittleEndian } from "../samples/edwards25519.ts";
import type { VectorFile } from "./format.ts";

/** keys.json: every key pair of the examples (SPEC 1). */
export function keys(): VectorFile {
  const names = ["root 0", "root 1", "root 2", "authority", "authority 2", "host", "stranger"];
  return {
    about: "The example keys: each seed is SHA-256 of `VA1 example ` and the name",
    vectors: names.map((name) => {
      const { publicKey } = exampleKey(name);
      return { name, seed: exampleBytes(name), publicKey, keyId: authorityKeyId(publicKey) };
    }),
  };
}

const DOMAINS: readonly Domain[] = [
  "VA1-authority",
  "VA1-hostcert",
  "VA1-reply",
  "VA1-hostreq",
  "VA1-licence",
  "VA1-journal",
  "VA1-admin",
];

/** signatures.json (SPEC 1). */
export function signatures(): VectorFile {
  const key = exampleKey("stranger");
  const message = new TextEncoder().encode("a message");
  return {
    about: "One signature for each domain: of the key over the domain's 16 bytes and the message",
    vectors: DOMAINS.map((domain) => ({
      name: domain,
      domain,
      signed: concat(domainBytes(domain), message),
      seed: exampleBytes("stranger"),
      publicKey: key.publicKey,
      message,
      signature: key.sign(domain, message),
    })),
  };
}

/** small_order_keys.json (SPEC 1). */
export function smallOrderKeys(): VectorFile {
  const vector = (name: string, publicKey: Uint8Array, smallOrder: boolean) => ({
    name,
    publicKey,
    smallOrder,
  });
  const small = smallOrderYs().flatMap((y) => {
    const bytes = toLittleEndian(y);
    const withSign = patched(bytes, 31, bytes[31]! | 0x80);
    return [vector(`y = ${y}`, bytes, true), vector(`y = ${y}, sign bit set`, withSign, true)];
  });
  return {
    about: "Every encoding of a public key of small order, and some keys that are not",
    vectors: [
      ...small,
      vector("the base point", encodePoint(BASE), false),
      vector("y = 2, no point of the curve", toLittleEndian(2n), false),
      vector("y = 3", toLittleEndian(3n), false),
      vector("y = p + 2", toLittleEndian(p + 2n), false),
      vector("y = p - 2", toLittleEndian(p - 2n), false),
      vector("the example host's key", exampleKey("host").publicKey, false),
    ],
  };
}

/** check_digits.json (SPEC 11). */
export function checkDigits(): VectorFile {
  const sixes = ["000000", "123456", "999999", "572057"];
  const places = [1, 2, 9, 10, 19, 20, 22, 31];
  return {
    about: "Damm check digits of six digits at a place, counted from 1",
    vectors: places.flatMap((place) => sixes.map((six) => ({ place, six, check: dammDigit(place, six) }))),
  };
}

/** hardware.json (SPEC 3, 5, 9). */
export function hardware(): VectorFile {
  const full = { system: "4C4C4544-0042", board: "PF-0815", disk: "S4EWNX0M", network: "02:00:5e:10:00:01" };
  const none = { system: undefined, board: undefined, disk: undefined, network: undefined };
  const identity = (name: string, components: HardwareComponents) => {
    const bytes = hardwareIdentity(components);
    const written = Object.fromEntries(
      Object.entries(components).map(([one, value]) => [one, value ?? null]),
    );
    return { name, components: written, identity: bytes, hostHardware: hostHardware(bytes) };
  };
  const pair = (name: string, a: HardwareComponents, b: HardwareComponents, matches: boolean) => {
    return { name, a: hardwareIdentity(a), b: hardwareIdentity(b), matches };
  };
  return {
    about: "Hardware identities from components (null: absent), and pairs of them compared",
    vectors: [
      identity("four components", full),
      identity("no network", { ...full, network: undefined }),
      identity("an empty value is not an absent one", { ...full, disk: "" }),
      identity("not ASCII", { ...full, board: "Schlüssel-Nr. 1" }),
      identity("nothing", none),
      pair("the same", full, full, true),
      pair("another disk", full, { ...full, disk: "another" }, true),
      pair("another disk and board", full, { ...full, disk: "another", board: "another" }, false),
      pair("a network more", { ...full, network: undefined }, full, true),
      pair("absent in both is equal", { ...none, system: "a", disk: "d" }, { ...none, disk: "d" }, true),
      pair(
        "absent in both, and nothing else equal",
        { ...none, system: "a" },
        { ...none, system: "b" },
        false,
      ),
      pair("absent in both, and one present in one alone", { ...none, system: "a" }, none, false),
      pair(
        "the same values under other classes",
        full,
        { ...full, disk: full.board, board: full.disk },
        false,
      ),
      pair("nothing against nothing", none, none, true),
    ],
  };
}
