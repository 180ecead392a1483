import { DecodeError } from "../protocol/decode_error.ts";
import { bytesFromNumber, numberFromBytes } from "./big_number.ts";

/** A text of digits that was read or typed wrongly. `blocks`: the numbers, from 1, of the blocks that do not check. */
export class BlockError extends DecodeError {
  constructor(what: string, readonly blocks: readonly number[]) {
    super(
      what,
      "checksum",
      `block ${blocks.join(", ")} is misread: compare ${blocks.length > 1 ? "them" : "it"} digit by digit`,
    );
  }
}

/** How a run of bytes is written as blocks of decimal digits. */
export interface DigitLayout {
  readonly what: string;
  readonly bytes: number;
  readonly blocks: number;
}

const DIGITS = 6;
const BLOCK = DIGITS + 1;

/** The standard quasigroup of order 10 of Damm's check digit (H. M. Damm, 2004). */
const DAMM = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
].map((row) => Array.from(row, Number));

/** Blocks of six digits and a check digit, parted by hyphens. */
export function encodeDigits(bytes: Uint8Array, layout: DigitLayout): string {
  const digits = numberFromBytes(bytes).toString().padStart(layout.blocks * DIGITS, "0");
  return Array.from({ length: layout.blocks }, (_, i) => {
    const six = digits.slice(i * DIGITS, (i + 1) * DIGITS);
    return six + checkDigit(i + 1, six);
  }).join("-");
}

/** Reads what encodeDigits writes, with or without hyphens and white space. Throws DecodeError, BlockError where a block is misread. */
export function decodeDigits(text: string, layout: DigitLayout): Uint8Array {
  const blocks = splitBlocks(text, layout);
  const misread = blocks.flatMap((block, i) => blockChecks(block, i + 1) ? [] : [i + 1]);
  if (misread.length > 0) throw new BlockError(layout.what, misread);
  const number = BigInt(blocks.map((block) => block.slice(0, DIGITS)).join(""));
  const bytes = bytesFromNumber(number, layout.bytes);
  if (bytes === undefined) throw new DecodeError(layout.what, "range", "the number is too large");
  return bytes;
}

/** Whether `block` (seven digits) is sound at its place, counted from 1. For checking while it is typed. */
export function blockChecks(block: string, place: number): boolean {
  return /^\d{7}$/.test(block) && checkDigit(place, block.slice(0, DIGITS)) === Number(block[DIGITS]);
}

/** A block of a text that may still be typed. */
export interface TypedBlock {
  readonly text: string;
  readonly state: "sound" | "misread" | "unfinished";
}

/** The blocks of what is typed so far: parted by hyphens and white space, else every seven digits. Only the last can be unfinished. */
export function typedBlocks(text: string): TypedBlock[] {
  const apart = text.split(/[\s-]+/).filter((part) => part !== "");
  const blocks = apart.length === 1 ? apart[0]!.match(/.{1,7}/gsu) ?? [] : apart;
  return blocks.map((block, i) => {
    if (blockChecks(block, i + 1)) return { text: block, state: "sound" };
    const isLast = i === blocks.length - 1 && /^\d{1,6}$/.test(block);
    return { text: block, state: isLast ? "unfinished" : "misread" };
  });
}

function checkDigit(place: number, six: string): number {
  let state = 0;
  for (const digit of place.toString().padStart(2, "0") + six) state = DAMM[state]![Number(digit)]!;
  return state;
}

/** Where the blocks are written apart, a digit too many or too few shifts no block but its own. */
function splitBlocks(text: string, { what, blocks }: DigitLayout): string[] {
  const apart = text.split(/[\s-]+/).filter((part) => part !== "");
  if (apart.length === blocks) return apart;
  const digits = apart.join("");
  if (!/^\d*$/.test(digits)) {
    throw new DecodeError(what, "text", "it holds something that is no digit, space or hyphen");
  }
  if (digits.length !== blocks * BLOCK) {
    throw new DecodeError(what, "length", `expected ${blocks * BLOCK} digits, got ${digits.length}`);
  }
  return Array.from({ length: blocks }, (_, i) => digits.slice(i * BLOCK, (i + 1) * BLOCK));
}
