import { type TypedBlock, typedBlocks } from "../../../src/crypto/check_digits.ts";
import { CONFIRMATION_ID_BLOCKS } from "../../../src/crypto/confirmation_id.ts";
import { decodeProductKey, type ProductKey } from "../../../src/crypto/product_key.ts";
import { DecodeError } from "../../../src/protocol/decode_error.ts";
import type { Said } from "../../describe.ts";
import { grouped } from "../../model/grouped_text.ts";
import { type TextField, textOf } from "../../model/text_field.ts";

const BLOCK_DIGITS = 7;
const KEY_GROUP = 5;
const KEY_CHARACTERS = 25;

export { CONFIRMATION_ID_BLOCKS };

/** What a key made of a field: the field, or why it was not taken. */
export type Taken = { readonly field: TextField } | { readonly refusal: string };

/** A Confirmation ID as it is typed: digits in blocks. */
export function confirmationTaken(field: TextField): Taken {
  if (/[^\d -]/.test(textOf(field))) return { refusal: "a Confirmation ID is made of digits alone" };
  return { field: grouped(field, BLOCK_DIGITS) };
}

export interface TypedConfirmation {
  readonly blocks: readonly TypedBlock[];
  readonly isComplete: boolean;
  readonly said: Said;
}

/** How far a Confirmation ID is, and which of its blocks are wrong. */
export function confirmationTyped(field: TextField): TypedConfirmation {
  const blocks = typedBlocks(textOf(field));
  const isComplete = blocks.length === CONFIRMATION_ID_BLOCKS &&
    blocks.every(({ state }) => state === "sound");
  return { blocks, isComplete, said: confirmationSaid(blocks, isComplete) };
}

function confirmationSaid(blocks: readonly TypedBlock[], isComplete: boolean): Said {
  const needed = CONFIRMATION_ID_BLOCKS;
  if (isComplete) return { tone: "good", text: `all ${needed} blocks are right: Enter activates the host` };
  if (blocks.length > needed) {
    return { tone: "bad", text: `there are ${blocks.length} blocks, but a Confirmation ID has ${needed}` };
  }
  const misread = blocks.flatMap(({ state }, i) => state === "misread" ? [i + 1] : []);
  if (misread.length > 0) return { tone: "bad", text: misreadText(misread) };
  const sound = blocks.filter(({ state }) => state === "sound").length;
  return { tone: "waiting", text: `${sound} of ${needed} blocks are there and right` };
}

function misreadText(places: readonly number[]): string {
  const more = places.length > 6 ? ` and ${places.length - 6} more` : "";
  const named = places.slice(0, 6).join(", ") + more;
  return places.length === 1
    ? `block ${named} is misread: compare it digit by digit`
    : `blocks ${named} are misread: compare them digit by digit`;
}

/** A product key as it is typed: capitals in groups. */
export function keyTaken(field: TextField): Taken {
  const capitals = field.graphemes.map((grapheme) => grapheme.toUpperCase());
  const foreign = capitals.find((character) => !/^[BCDFGHJKMPQRTVWXY2346789 -]$/.test(character));
  if (foreign !== undefined) return { refusal: `${foreign} occurs in no product key` };
  if (keyCharacters({ graphemes: capitals, cursor: 0 }).length > KEY_CHARACTERS) {
    return { refusal: `a product key has ${KEY_CHARACTERS} characters` };
  }
  return { field: grouped({ graphemes: capitals, cursor: field.cursor }, KEY_GROUP) };
}

export interface TypedKey {
  /** Undefined until it is a host key whose checksum holds. */
  readonly key: ProductKey | undefined;
  readonly said: Said;
}

export function keyTyped(field: TextField): TypedKey {
  const characters = keyCharacters(field);
  if (characters.length < KEY_CHARACTERS) {
    return {
      key: undefined,
      said: { tone: "waiting", text: `${characters.length} of ${KEY_CHARACTERS} characters` },
    };
  }
  try {
    const key = decodeProductKey(characters);
    if (key.kind === "host") {
      return { key, said: { tone: "good", text: "it is a host key: Enter installs it" } };
    }
    return { key: undefined, said: { tone: "bad", text: "it is a client key: a host takes a host key" } };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return {
      key: undefined,
      said: { tone: "bad", text: `${error.message}: compare it with what you were given` },
    };
  }
}

function keyCharacters(field: TextField): string {
  return textOf(field).replace(/[ -]/g, "");
}
