import { toHex } from "../../../src/protocol/bytes.ts";
import { SeededRandom } from "../../support/fakes/seeded_random.ts";
import type { Decoder } from "./decoder.ts";
import { makeInput } from "./mutator.ts";

/** Inputs of one decoder, by their numbers: the same numbers and the same seed give the same inputs. */
export interface Batch {
  /** Its place in the list of decoders. */
  readonly decoder: number;
  readonly from: number;
  readonly to: number;
  readonly seed: number;
}

export interface BatchResult {
  readonly accepted: number;
  /** Of one input, milliseconds. */
  readonly slowest: number;
}

/** @throws where an input makes the decoder do what it may not */
export async function runBatch(
  decoder: Decoder,
  { decoder: place, from, to, seed }: Batch,
): Promise<BatchResult> {
  let [accepted, slowest] = [0, 0];
  for (let number = from; number < to; number++) {
    const input = makeInput(decoder, new SeededRandom(mixed(seed, place, number)));
    const began = performance.now();
    if (await outcomeOf(decoder, input, `input ${number} of seed ${seed}`)) accepted += 1;
    slowest = Math.max(slowest, performance.now() - began);
  }
  return { accepted, slowest };
}

/** @throws where the decoder refuses the first of its samples, which is sound: what is made of it would tell nothing */
export async function acceptSample(decoder: Decoder): Promise<void> {
  const accepted = await outcomeOf(decoder, decoder.samples[0]!, "its first sample");
  if (!accepted) throw new Error(`${decoder.name}: its first sample is refused`);
}

async function outcomeOf(decoder: Decoder, input: Uint8Array, which: string): Promise<boolean> {
  try {
    const outcome = decoder.read(input);
    return typeof outcome === "boolean" ? outcome : await outcome;
  } catch (cause) {
    const why = cause instanceof Error ? cause.stack ?? cause.message : String(cause);
    const shown = input.length > 2000
      ? `${toHex(input.subarray(0, 2000))}... (${input.length} bytes)`
      : toHex(input);
    throw new Error(`${decoder.name}, ${which}: ${why}\n${shown}`, { cause });
  }
}

/** A seed for each input, far from that of its neighbours. */
function mixed(seed: number, place: number, number: number): number {
  return Math.imul(seed + Math.imul(place + 1, 0x9E3779B1), 0x85EBCA6B) ^ Math.imul(number + 1, 0xC2B2AE35);
}
