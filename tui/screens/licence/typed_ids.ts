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

/** A Confirmation ID as it is typed: in blocks. What is no digit stays where it is typed, and is told of. */
export function confirmationTaken(field: TextField): TextField {
  return grouped(field, BLOCK_DIGITS);
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
  const foreign = blocks.findIndex(({ text }) => /\D/.test(text));
  if (foreign >= 0) {
    return {
      tone: "bad",
      text: `block ${foreign + 1} holds something else than digits: ${blocks[foreign]!.text}`,
    };
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

/** A product key as it is typed: capitals in groups. What occurs in no key stays, and is told of. */
export function keyTaken({ graphemes, cursor }: TextField): TextField {
  const capitals = graphemes.map((grapheme) => /^[a-z]$/.test(grapheme) ? grapheme.toUpperCase() : grapheme);
  return grouped({ graphemes: capitals, cursor }, KEY_GROUP);
}

export interface TypedKey {
  /** Undefined until it is a host key whose checksum holds. */
  readonly key: ProductKey | undefined;
  readonly said: Said;
}

export function keyTyped(field: TextField): TypedKey {
  const characters = field.graphemes.filter((grapheme) => !/[ -]/.test(grapheme));
  const said = unreadableSaid(characters);
  if (said !== undefined) return { key: undefined, said };
  try {
    const key = decodeProductKey(characters.join(""));
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

/** Why these cannot be a key, whatever its checksum; undefined where they may be. */
function unreadableSaid(characters: readonly string[]): Said | undefined {
  const foreign = characters.find((character) => !/^[BCDFGHJKMPQRTVWXY2346789]$/.test(character));
  if (foreign !== undefined) return { tone: "bad", text: `${foreign} occurs in no product key` };
  if (characters.length === KEY_CHARACTERS) return undefined;
  const text = `${characters.length} of ${KEY_CHARACTERS} characters`;
  return characters.length < KEY_CHARACTERS
    ? { tone: "waiting", text }
    : { tone: "bad", text: `${text}: there are too many` };
}
