import assert from "node:assert/strict";
import { BlockError } from "../../src/crypto/check_digits.ts";
import { decodeConfirmationId } from "../../src/crypto/confirmation_id.ts";
import { decodeInstallationId } from "../../src/crypto/installation_id.ts";
import { substitutions, swaps } from "../support/samples/damage.ts";
import { dammState } from "../support/samples/damm.ts";
import { assertRefuses } from "../support/refuses.ts";
import { readVectors } from "../support/samples/vector_files.ts";

/** What both IDs are tested for alike. */
const KINDS = [
  { name: "decodeInstallationId()", file: "installation_ids.json", decode: decodeInstallationId, blocks: 22 },
  { name: "decodeConfirmationId()", file: "confirmation_ids.json", decode: decodeConfirmationId, blocks: 31 },
] as const;

/** The blocks that a decoder names, or undefined where it accepts the text. */
function misreadBlocks(decode: (text: string) => unknown, text: string): readonly number[] | undefined {
  try {
    decode(text);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof BlockError, `expected a BlockError, got ${error}`);
    return error.blocks;
  }
}

function swappedBlocks(text: string, first: number, second: number): string {
  const blocks = text.split("-");
  [blocks[first - 1], blocks[second - 1]] = [blocks[second - 1]!, blocks[first - 1]!];
  return blocks.join("-");
}

for (const { name, file, decode, blocks } of KINDS) {
  const { text } = readVectors<{ text: string }>(file)[0]!;

  Deno.test(`${name} names exactly the block of every wrong digit`, () => {
    let at = 0;
    for (const wrong of substitutions(text, "0123456789")) {
      const changed = [...wrong].findIndex((char, i) => char !== text[i]);
      assert.deepEqual(misreadBlocks(decode, wrong), [Math.floor(changed / 8) + 1]);
      at++;
    }
    assert.equal(at, blocks * 7 * 9);
  });

  Deno.test(`${name} names the block or blocks of every two neighbours that were swapped`, () => {
    const digits = text.replaceAll("-", "");
    for (const wrong of swaps(digits)) {
      const changed = [...wrong].findIndex((char, i) => char !== digits[i]);
      const touched = [...new Set([changed, changed + 1].map((i) => Math.floor(i / 7) + 1))];
      assert.deepEqual(misreadBlocks(decode, wrong), touched);
    }
  });

  Deno.test(`${name} names the blocks that changed places, unless their numbers lead to one interim digit`, () => {
    for (let first = 1; first <= blocks; first++) {
      for (let second = first + 1; second <= blocks; second++) {
        const [a, b] = [first, second].map((place) => dammState(String(place).padStart(2, "0")));
        if (a === b) continue;
        assert.deepEqual(misreadBlocks(decode, swappedBlocks(text, first, second)), [first, second]);
      }
    }
  });

  Deno.test(`${name} names the block in which a digit is missing or doubled, where blocks are apart`, () => {
    const apart = text.split("-");
    for (let place = 1; place <= blocks; place++) {
      const block = apart[place - 1]!;
      for (const wrong of [block.slice(1), block.slice(0, -1), block[0] + block, "x".repeat(7)]) {
        const others = apart.map((one, i) => i + 1 === place ? wrong : one);
        assert.deepEqual(misreadBlocks(decode, others.join(" ")), [place]);
      }
    }
  });

  Deno.test(`${name} names every block that is wrong, in order`, () => {
    const wrong = text.replace(/\d(?=-|$)/g, (digit) => String((Number(digit) + 1) % 10));
    assert.deepEqual(misreadBlocks(decode, wrong), Array.from({ length: blocks }, (_, i) => i + 1));
  });

  Deno.test(`${name} refuses every truncation and one digit more, written in one`, () => {
    const digits = text.replaceAll("-", "");
    for (let length = 0; length < digits.length; length++) {
      assertRefuses(() => decode(digits.slice(0, length)), "length", `${length} digits`);
    }
    assertRefuses(() => decode(digits + "0"), "length");
    assertRefuses(() => decode("0".repeat(100_000)), "length");
  });
}
