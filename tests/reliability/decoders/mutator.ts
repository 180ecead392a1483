import type { SeededRandom } from "../../support/fakes/seeded_random.ts";
import type { Decoder } from "./decoder.ts";
import { changedJson } from "./json_mutator.ts";
import { CHANGES, LONGEST, oneOf } from "./changes.ts";

const MOST_CHANGES = 5;

/** Makes an input for a decoder: mostly a sample with some changes, seldom anything. */
export function makeInput(decoder: Decoder, random: SeededRandom): Uint8Array {
  if (random.upTo(19) === 0) return random.bytes(random.upTo(64));
  const sample = oneOf(decoder.samples, random);
  const changed = decoder.json === true && random.chance()
    ? changedJson(sample, random)
    : damaged(sample, decoder, random);
  return decoder.repair !== undefined && random.chance() ? decoder.repair(changed, random) : changed;
}

function damaged(sample: Uint8Array, decoder: Decoder, random: SeededRandom): Uint8Array {
  let bytes = sample;
  for (let left = 1 + random.upTo(random.upTo(MOST_CHANGES)); left > 0; left--) {
    bytes = oneOf(CHANGES, random)(bytes, decoder, random);
    if (bytes.length > LONGEST) bytes = bytes.subarray(0, LONGEST);
  }
  return bytes;
}
