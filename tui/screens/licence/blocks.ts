import type { TypedBlock } from "../../../src/crypto/check_digits.ts";
import type { TextField } from "../../model/text_field.ts";

/** Columns of one block: its number, up to seven digits with the cursor behind them, and its mark. */
export const NUMBER = 2;
export const DIGITS = 8;
const CELL = NUMBER + 1 + DIGITS + 1;
export const GAP = 1;

/** Blocks beside each other. */
export function blocksPerRow(width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (CELL + GAP)));
}

/** In which block the cursor stands, and before which of its digits; both from 0. */
export interface BlockPlace {
  readonly block: number;
  readonly digit: number;
}

export function placeOf({ graphemes, cursor }: TextField): BlockPlace {
  const before = graphemes.slice(0, cursor);
  const block = before.filter((character) => character === "-").length;
  return { block, digit: cursor - 1 - before.lastIndexOf("-") };
}

/** The field with its cursor in that block, at its end where it has fewer digits; the same field where there is no such block. */
export function cursorAt(field: TextField, { block, digit }: BlockPlace): TextField {
  const hyphens = field.graphemes.flatMap((character, i) => character === "-" ? [i] : []);
  if (block < 0 || block > hyphens.length) return field;
  const start = block === 0 ? 0 : hyphens[block - 1]! + 1;
  const end = hyphens[block] ?? field.graphemes.length;
  return { ...field, cursor: Math.min(start + digit, end) };
}

/** The next block behind the cursor's that is misread, from the first one on behind the last; undefined where none is. */
export function nextMisread(blocks: readonly TypedBlock[], field: TextField): number | undefined {
  const misread = blocks.flatMap(({ state }, i) => state === "misread" ? [i] : []);
  return misread.find((block) => block > placeOf(field).block) ?? misread[0];
}
