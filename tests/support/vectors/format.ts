import type { DecodeProblem } from "../../../src/protocol/decode_error.ts";
import { hexed } from "../samples/hexed.ts";

/** One file of tests/vectors: what it is about, and its vectors. */
export interface VectorFile {
  readonly about: string;
  readonly vectors: readonly unknown[];
}

/** The file's text: byte strings as hexadecimal digits, two spaces of indentation, a line feed at the end. */
export function textOf(file: VectorFile): string {
  return JSON.stringify(hexed(file), null, 2) + "\n";
}

/** A vector that must be refused, for this reason. */
export interface Refused {
  readonly name: string;
  readonly expect: DecodeProblem;
}
