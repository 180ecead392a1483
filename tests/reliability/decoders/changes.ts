import { concat } from "../../../src/protocol/bytes.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";
import type { Decoder } from "./decoder.ts";

/** Bytes at which programs go wrong. */
const EXTREMES = [0x00, 0x01, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xfe, 0xff];
/** Pieces at which readers of text go wrong. */
const TOKENS = [
  ...["\0", "\n", "\r\n", "\t", " ", "\u202e", "\u2028", "\ufeff", "é", "ß", "İ", "ſ", "\u{1f600}"],
  ...String.raw`" ' \ \u0000 \ud800 %00 % - -- + . .. : :: , ; # // /* */ { } [ ] ( )`.split(" "),
  ..."-1 0 00 1e400 -0 0x 9007199254740993 99999999999999999999 2147483648 4294967296 65536".split(" "),
  ..."NaN Infinity null true undefined __proto__ constructor toString length".split(" "),
].map((token) => new TextEncoder().encode(token));
/** Now and then an input is as long as this. */
export const LONGEST = 1 << 16;

export function oneOf<T>(values: readonly T[], random: SeededRandom): T {
  return values[random.upTo(values.length - 1)]!;
}

/** Makes other bytes of these. */
export type Change = (bytes: Uint8Array, decoder: Decoder, random: SeededRandom) => Uint8Array;

/** What stands more than once comes about more often. */
export const CHANGES: readonly Change[] = [
  flipBit,
  flipBit,
  flipBit,
  setByte,
  setByte,
  setNumber,
  insertToken,
  insertToken,
  replaceByToken,
  insertBytes,
  removePart,
  removePart,
  doublePart,
  repeatPart,
  cutOff,
  splice,
  swapParts,
];

function flipBit(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = new Uint8Array(bytes);
  copy[random.upTo(bytes.length - 1)]! ^= 1 << random.upTo(7);
  return copy;
}

function setByte(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = new Uint8Array(bytes);
  copy[random.upTo(bytes.length - 1)] = random.chance() ? oneOf(EXTREMES, random) : random.upTo(255);
  return copy;
}

/** Two, four or eight bytes of one extreme value: a length, a count, a time. */
function setNumber(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  const size = oneOf([2, 4, 8], random);
  if (bytes.length < size) return bytes;
  const at = random.upTo(bytes.length - size);
  const copy = new Uint8Array(bytes);
  copy.fill(oneOf([0x00, 0xff], random), at, at + size);
  if (random.chance()) copy[at] = oneOf([0x7f, 0x80, 0x01], random);
  else copy[at + size - 1] = oneOf([0x00, 0x01, 0xfe], random);
  return copy;
}

function insertToken(bytes: Uint8Array, decoder: Decoder, random: SeededRandom): Uint8Array {
  return replaced(bytes, random.upTo(bytes.length), 0, tokenFor(decoder, random));
}

function replaceByToken(bytes: Uint8Array, decoder: Decoder, random: SeededRandom): Uint8Array {
  const token = tokenFor(decoder, random);
  return replaced(bytes, random.upTo(bytes.length), token.length, token);
}

function insertBytes(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  return replaced(bytes, random.upTo(bytes.length), 0, random.bytes(1 + random.upTo(8)));
}

function removePart(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  return replaced(bytes, random.upTo(bytes.length), 1 + random.upTo(16), new Uint8Array());
}

function doublePart(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  return replaced(bytes, random.upTo(bytes.length), 0, partOf(bytes, random));
}

/** What takes more than its length in steps shows it on a long input. */
function repeatPart(bytes: Uint8Array, decoder: Decoder, random: SeededRandom): Uint8Array {
  const part = random.chance() ? partOf(bytes, random) : tokenFor(decoder, random);
  const most = random.upTo(99) === 0 ? LONGEST : 512;
  const times = Math.min(random.upTo(most), Math.floor(most / Math.max(1, part.length)));
  const many = new Uint8Array(part.length * times);
  for (let i = 0; i < times; i++) many.set(part, i * part.length);
  return replaced(bytes, random.upTo(bytes.length), 0, many);
}

function cutOff(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  const at = random.upTo(bytes.length);
  return random.chance() ? bytes.subarray(0, at) : bytes.subarray(at);
}

/** The beginning of one sample and the end of another. */
function splice(bytes: Uint8Array, { samples }: Decoder, random: SeededRandom): Uint8Array {
  const other = oneOf(samples, random);
  const at = random.upTo(bytes.length);
  return concat(bytes.subarray(0, at), other.subarray(random.chance() ? at : random.upTo(other.length)));
}

function swapParts(bytes: Uint8Array, _: Decoder, random: SeededRandom): Uint8Array {
  const [a, b, c] = [0, 0, 0].map(() => random.upTo(bytes.length)).sort((x, y) => x - y) as [
    number,
    number,
    number,
  ];
  return concat(bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c));
}

function partOf(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.upTo(bytes.length);
  return bytes.subarray(at, at + 1 + random.upTo(32));
}

const ownTokens = new Map<Decoder, readonly Uint8Array[]>();

function tokenFor(decoder: Decoder, random: SeededRandom): Uint8Array {
  if (decoder.tokens === undefined || random.upTo(2) === 0) return oneOf(TOKENS, random);
  let own = ownTokens.get(decoder);
  if (own === undefined) {
    ownTokens.set(
      decoder,
      own = decoder.tokens.map((token) => new TextEncoder().encode(token)),
    );
  }
  return oneOf(own, random);
}

function replaced(bytes: Uint8Array, at: number, length: number, by: Uint8Array): Uint8Array {
  return concat(bytes.subarray(0, at), by, bytes.subarray(Math.min(bytes.length, at + length)));
}
