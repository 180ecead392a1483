import type { ConfirmationCheck } from "../../api/types.ts";
import { CONFIRMATION_ID_BLOCKS } from "../../crypto/confirmation_id.ts";
import { typedBlocks } from "../../crypto/check_digits.ts";

/** How a Confirmation ID reads that may still be typed. What is behind the last block that it needs is none of it. */
export function checkConfirmation(text: string): ConfirmationCheck {
  const blocks = typedBlocks(text);
  const isWhole = blocks.length === CONFIRMATION_ID_BLOCKS && blocks.every(({ state }) => state === "sound");
  return { needed: CONFIRMATION_ID_BLOCKS, blocks, complete: isWhole };
}
