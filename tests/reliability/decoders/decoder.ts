import { DecodeError } from "../../../src/protocol/decode_error.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";

/** Something of the program that reads what came from outside, as the trial drives it. */
export interface Decoder {
  /** What it reads. */
  readonly name: string;
  /** Inputs from which others are made, the first of them sound; text is UTF-8. */
  readonly samples: readonly Uint8Array[];
  /** Pieces that mean something to it. */
  readonly tokens?: readonly string[];
  /** The samples are JSON: values in it are changed too, and it is still JSON then. */
  readonly json?: boolean;
  /** Its part of all inputs, beside that of the others; 1 unless it is said. What is slow has less. */
  readonly share?: number;
  /** Makes check numbers, lengths or hashes of a damaged input right again, so that it is looked at further in. */
  repair?(input: Uint8Array, random: SeededRandom): Uint8Array;
  /**
   * Reads it, and holds what was read against what the decoder promises. Whether it was accepted.
   * @throws whatever the decoder may not throw, or where a promise is broken
   */
  read(input: Uint8Array): boolean | Promise<boolean>;
}

// deno-lint-ignore no-explicit-any
export type ErrorClass = abstract new (...given: any[]) => Error;

/** What `decode` makes of the input; undefined where it refuses it with an error of these. Any other error goes on. */
export function unlessRefused<T>(decode: () => T, ...refusals: readonly ErrorClass[]): T | undefined {
  try {
    return decode();
  } catch (error) {
    return refusedWith(error, refusals);
  }
}

/** The same for what takes its time. */
export async function unlessRejected<T>(
  decode: () => Promise<T>,
  ...refusals: readonly ErrorClass[]
): Promise<T | undefined> {
  try {
    return await decode();
  } catch (error) {
    return refusedWith(error, refusals);
  }
}

function refusedWith(error: unknown, refusals: readonly ErrorClass[]): undefined {
  const known = refusals.length === 0 ? [DecodeError] : refusals;
  if (!known.some((refusal) => error instanceof refusal)) throw error;
}

/** @throws where a promise of the decoder is broken */
export function promise(holds: boolean, broken: string): void {
  if (!holds) throw new Error(`a promise is broken: ${broken}`);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
/** What is not UTF-8 becomes what stands for it. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);
/** Values as JSON, and texts as they are. */
export const samplesOf = (...values: readonly unknown[]): Uint8Array[] =>
  values.map((value) => bytesOf(typeof value === "string" ? value : JSON.stringify(value)));

/** One that reads text: `read` gives undefined where it refuses it. */
export function textDecoder(
  { name, samples, read, ...more }: Omit<Decoder, "read" | "samples"> & {
    readonly samples: readonly string[];
    /** Whether it was accepted. */
    readonly read: (text: string) => boolean | Promise<boolean>;
  },
): Decoder {
  return { name, samples: samples.map(bytesOf), read: (input) => read(textOf(input)), ...more };
}
