import { DecodeError } from "../protocol/decode_error.ts";
import { bytesFromNumber, numberFromBytes } from "./big_number.ts";

/** What a product key says (SPEC 10). */
export interface ProductKey {
  readonly kind: "host" | "client";
  /** 0 to 2^30 - 1. */
  readonly serial: number;
  /** 8 bytes; zeros for a client key. */
  readonly secret: Uint8Array;
}

const ALPHABET = "BCDFGHJKMPQRTVWXY2346789";
const BASE = BigInt(ALPHABET.length);
const CHARACTERS = 25;
const GROUP = 5;
const CHECK_PRIME = 65521n;
const VERSION = 1n;
const KINDS = ["host", "client"] as const;
const MAX_SERIAL = 2 ** 30 - 1;
const WHAT = "product key";

/** `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`. Throws RangeError when a field does not fit. */
export function encodeProductKey(key: ProductKey): string {
  if (!Number.isInteger(key.serial) || key.serial < 0 || key.serial > MAX_SERIAL || key.secret.length !== 8) {
    throw new RangeError(
      `product key serial ${key.serial} or secret of ${key.secret.length} bytes does not fit`,
    );
  }
  const kind = BigInt(KINDS.indexOf(key.kind));
  const payload = (((VERSION << 2n) | kind) << 94n) | (BigInt(key.serial) << 64n) |
    numberFromBytes(key.secret);
  return inGroups(toDigits(payload * CHECK_PRIME));
}

/** Reads a key in either case, with or without hyphens and spaces. Throws DecodeError. */
export function decodeProductKey(text: string): ProductKey {
  const number = fromDigits(text.replace(/[\s-]/g, ""));
  if (number % CHECK_PRIME !== 0n) {
    throw new DecodeError(WHAT, "checksum", "a character is wrong or two are swapped");
  }
  const payload = number / CHECK_PRIME;
  if (payload >> 96n !== VERSION) {
    throw new DecodeError(WHAT, "version", `expected version 1, got ${payload >> 96n}`);
  }
  const kind = KINDS[Number((payload >> 94n) & 3n)];
  if (kind === undefined) throw new DecodeError(WHAT, "range", "it is neither a host key nor a client key");
  const secret = bytesFromNumber(payload & (2n ** 64n - 1n), 8)!;
  if (kind === "client" && secret.some((byte) => byte !== 0)) {
    throw new DecodeError(WHAT, "reserved", "a client key holds no secret, but this one does");
  }
  return { kind, serial: Number((payload >> 64n) & BigInt(MAX_SERIAL)), secret };
}

/** The last five characters: what is shown of a key. */
export function partialProductKey(key: ProductKey): string {
  return encodeProductKey(key).slice(-GROUP);
}

function toDigits(number: bigint): string {
  let text = "";
  for (let rest = number; text.length < CHARACTERS; rest /= BASE) text = ALPHABET[Number(rest % BASE)] + text;
  return text;
}

function fromDigits(text: string): bigint {
  if (text.length !== CHARACTERS) {
    throw new DecodeError(WHAT, "length", `expected ${CHARACTERS} characters, got ${text.length}`);
  }
  let number = 0n;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char.toUpperCase());
    if (digit < 0) {
      throw new DecodeError(WHAT, "text", `the character ${JSON.stringify(char)} occurs in no key`);
    }
    number = number * BASE + BigInt(digit);
  }
  return number;
}

function inGroups(text: string): string {
  return text.match(/.{5}/g)!.join("-");
}
