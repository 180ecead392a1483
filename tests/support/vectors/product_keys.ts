import type { DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { encodeProductKey, type ProductKey } from "../../../src/crypto/product_key.ts";
import { exampleBytes, HOST_SERIAL, hostKeySecret } from "../samples/samples.ts";
import type { VectorFile } from "./format.ts";

const ALPHABET = "BCDFGHJKMPQRTVWXY2346789";
const PRIME = 65521n;

/** product_keys.json (SPEC 10). */
export function productKeys(): VectorFile {
  return { about: "Product keys", vectors: [...goodKeys(), ...spellings(), ...refusedKeys()] };
}

const exampleKey: ProductKey = { kind: "host", serial: HOST_SERIAL, secret: hostKeySecret };

function goodKeys() {
  const vector = (name: string, value: ProductKey) => ({ name, text: encodeProductKey(value), value });
  const none = new Uint8Array(8);
  const all = new Uint8Array(8).fill(0xff);
  return [
    vector("the worked example's host key", exampleKey),
    vector("a client key", { kind: "client", serial: 1, secret: none }),
    vector("the largest client key", { kind: "client", serial: 2 ** 30 - 1, secret: none }),
    vector("the smallest host key", { kind: "host", serial: 0, secret: none }),
    vector("the largest host key", { kind: "host", serial: 2 ** 30 - 1, secret: all }),
    vector("another host key", { kind: "host", serial: 77, secret: exampleBytes("secret", 8) }),
  ];
}

/** Other ways to write the worked example's key. */
function spellings() {
  const text = encodeProductKey(exampleKey);
  const vector = (name: string, spelling: string) => ({
    name,
    text: spelling,
    value: exampleKey,
    spelling: true,
  });
  return [
    vector("in lower case", text.toLowerCase()),
    vector("without hyphens", text.replaceAll("-", "")),
    vector("with spaces for hyphens", ` ${text.replaceAll("-", " ")}\n`),
    vector("with hyphens at odd places", text.replaceAll("-", "").replace(/.{3}/g, "$&-")),
  ];
}

/** The text of any number, whatever it says. */
function keyText(number: bigint): string {
  let text = "";
  for (let rest = number; text.length < 25; rest /= 24n) text = ALPHABET[Number(rest % 24n)] + text;
  return text.match(/.{5}/g)!.join("-");
}

function refusedKeys() {
  const text = encodeProductKey(exampleKey);
  const payload = (version: bigint, kind: bigint, secret: bigint) =>
    keyText(((version << 96n) | (kind << 94n) | (5n << 64n) | secret) * PRIME);
  const vector = (name: string, refused: string, expect: DecodeProblem) => ({ name, text: refused, expect });
  const swapped = text.replace(/^(.)(.)/, "$2$1");
  const [first] = text;
  const wrong = text.replace(/^./, first === "B" ? "C" : "B");
  return [
    vector("nothing", "", "length"),
    vector("24 characters", text.slice(0, -1), "length"),
    vector("26 characters", text + "B", "length"),
    vector("a letter that occurs in no key", "A" + text.slice(1), "text"),
    vector("the digit 0", text.slice(0, -1) + "0", "text"),
    vector("a dash that is no hyphen", text.replaceAll("-", "–"), "length"),
    vector(
      "24 characters of which one is a ligature of two",
      "ﬀ" + text.replaceAll("-", "").slice(2),
      "length",
    ),
    vector("25 characters of which one is a ligature of two", "ﬀ" + text.slice(1), "text"),
    vector("the first character wrong", wrong, "checksum"),
    vector("the first two characters swapped", swapped, "checksum"),
    vector("the largest number", "9".repeat(25), "checksum"),
    vector("the number 1", keyText(1n), "checksum"),
    vector("version 0", payload(0n, 0n, 9n), "version"),
    vector("version 2", payload(2n, 0n, 9n), "version"),
    vector("more bits than a payload has", keyText((24n ** 25n / PRIME) * PRIME), "version"),
    vector("kind 2", payload(1n, 2n, 9n), "range"),
    vector("kind 3", payload(1n, 3n, 9n), "range"),
    vector("a client key with a secret", payload(1n, 1n, 1n), "reserved"),
    vector("a client key with the secret's top bit", payload(1n, 1n, 1n << 63n), "reserved"),
  ];
}
