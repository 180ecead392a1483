import assert from "node:assert/strict";
import fc from "fast-check";
import {
  blockChecks,
  BlockError,
  decodeDigits,
  type DigitLayout,
  encodeDigits,
  typedBlocks,
} from "../../src/crypto/check_digits.ts";
import { bytes } from "../support/arbitraries.ts";
import { dammDigit, dammState } from "../support/samples/damm.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";
import { readVectors } from "../support/samples/vector_files.ts";

const LAYOUTS: readonly DigitLayout[] = [
  { what: "Installation ID", bytes: 53, blocks: 22 },
  { what: "Confirmation ID", bytes: 77, blocks: 31 },
];
const place = fc.integer({ min: 1, max: 31 });
const six = fc.integer({ min: 0, max: 999_999 }).map((number) => String(number).padStart(6, "0"));

for (const layout of LAYOUTS) {
  Deno.test(`decodeDigits() returns what encodeDigits() wrote (${layout.what})`, () => {
    fc.assert(fc.property(bytes(layout.bytes), (value) => {
      const text = encodeDigits(value, layout);
      assert.match(text, new RegExp(`^(\\d{7}-){${layout.blocks - 1}}\\d{7}$`));
      assert.deepEqual(decodeDigits(text, layout), value);
      assert.deepEqual(decodeDigits(text.replaceAll("-", ""), layout), value);
    }));
  });

  Deno.test(`decodeDigits() throws nothing but DecodeError for digits of the right length (${layout.what})`, () => {
    const digits = fc.array(fc.nat(9), { minLength: layout.blocks * 7, maxLength: layout.blocks * 7 });
    fc.assert(fc.property(digits, (all) => {
      const error = decodeErrorOf(() => decodeDigits(all.join(""), layout));
      if (error !== undefined) assert.ok(error instanceof BlockError || error.problem === "range");
    }));
  });
}

Deno.test("blockChecks() accepts one check digit of ten, Damm's over place and digits", () => {
  fc.assert(fc.property(place, six, (at, digits) => {
    for (let check = 0; check < 10; check++) {
      assert.equal(blockChecks(digits + check, at), check === dammDigit(at, digits));
    }
  }));
});

Deno.test("blockChecks() refuses what has not seven digits", () => {
  for (const block of ["", "123456", "12345678", "123456x", " 1234567", "1234567\n", "١٢٣٤٥٦٧"]) {
    assert.equal(blockChecks(block, 1), false, JSON.stringify(block));
  }
});

Deno.test("Damm's table finds every change of one digit and every swap of two neighbours", () => {
  for (let interim = 0; interim < 10; interim++) {
    const after = (digits: string) => dammState(`${stateTo(interim)}${digits}`);
    const states = Array.from({ length: 10 }, (_, digit) => after(`${digit}`));
    assert.equal(new Set(states).size, 10);
    for (let a = 0; a < 10; a++) {
      for (let b = 0; b < a; b++) assert.notEqual(after(`${a}${b}`), after(`${b}${a}`), `${a}${b}`);
    }
  }
});

/** A digit that leads from the start to an interim digit. */
function stateTo(interim: number): number {
  return [..."0123456789"].findIndex((digit) => dammState(digit) === interim);
}

Deno.test("two blocks that change places are found unless their numbers lead to one interim digit", () => {
  fc.assert(fc.property(place, place, six, (first, second, digits) => {
    const moved = blockChecks(digits + dammDigit(first, digits), second);
    const [from, to] = [first, second].map((at) => dammState(String(at).padStart(2, "0")));
    assert.equal(moved, from === to);
  }));
});

Deno.test("no two block numbers closer than three lead to one interim digit", () => {
  for (let at = 1; at <= 31; at++) {
    for (let other = at + 1; other < at + 3; other++) {
      const [a, b] = [at, other].map((number) => dammState(String(number).padStart(2, "0")));
      assert.notEqual(a, b, `${at} and ${other}`);
    }
  }
});

Deno.test("a BlockError names the blocks, and is a DecodeError of kind checksum", () => {
  const one = new BlockError("Installation ID", [3]);
  assert.equal(one.problem, "checksum");
  assert.equal(one.message, "Cannot decode Installation ID: block 3 is misread: compare it digit by digit");
  const two = new BlockError("Installation ID", [3, 9]);
  assert.match(two.message, /block 3, 9 is misread: compare them digit by digit/);
});

Deno.test("decodeDigits() refuses a number above what the bytes hold", () => {
  const layout = { what: "value", bytes: 1, blocks: 1 };
  const text = (digits: string) => digits + dammDigit(1, digits);
  assert.deepEqual(decodeDigits(text("000255"), layout), Uint8Array.of(255));
  assertRefuses(() => decodeDigits(text("000256"), layout), "range");
});

Deno.test("the check digits are those of the vectors", () => {
  const vectors = readVectors<{ place: number; six: string; check: number }>("check_digits.json");
  assert.ok(vectors.length > 0);
  for (const vector of vectors) assert.ok(blockChecks(vector.six + vector.check, vector.place));
});

Deno.test("every beginning of a sound text is sound up to the block that is being typed, with hyphens or without", () => {
  fc.assert(fc.property(bytes(77), fc.nat(31 * 8), fc.boolean(), (value, typed, parted) => {
    const whole = encodeDigits(value, LAYOUTS[1]!);
    const text = (parted ? whole : whole.replaceAll("-", "")).slice(0, typed);
    const blocks = typedBlocks(text);
    assert.equal(blocks.map((block) => block.text).join(""), text.replaceAll("-", ""));
    for (const [i, { text, state }] of blocks.entries()) {
      assert.equal(state, text.length === 7 ? "sound" : "unfinished");
      if (state === "unfinished") assert.equal(i, blocks.length - 1);
    }
  }));
});

Deno.test("a block that is misread is told of alone, whatever is wrong with it", () => {
  const blocks = encodeDigits(new Uint8Array(77).fill(7), LAYOUTS[1]!).split("-");
  const wrong = String((Number(blocks[3]![2]) + 1) % 10);
  for (
    const misread of [
      blocks[3]!.slice(0, 2) + wrong + blocks[3]!.slice(3),
      `${blocks[3]}5`,
      "123",
      "12a4567",
      "=1+1",
    ]
  ) {
    const states = typedBlocks(blocks.with(3, misread).join(" - ")).map(({ state }) => state);
    assert.deepEqual(states, blocks.map((_, i) => i === 3 ? "misread" : "sound"));
  }
  assert.deepEqual(typedBlocks(" - "), []);
  assert.deepEqual(typedBlocks("12x"), [{ text: "12x", state: "misread" }]);
});
