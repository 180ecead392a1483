import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeMachineName,
  encodeMachineName,
  fitMachineName,
  isPlainText,
  MAX_NAME_BYTES,
} from "../../src/protocol/machine_name.ts";
import { anyBytes, anyText } from "../support/arbitraries.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

/** SPEC 3, said a second time: C0, DEL and C1, and the bidirectional characters. */
function isForbidden(point: number): boolean {
  return point < 0x20 || (point >= 0x7f && point <= 0x9f) ||
    (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

Deno.test("isPlainText() refuses exactly the control and the bidirectional characters of all of Unicode", () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    if (isPlainText(`a${String.fromCodePoint(point)}b`) === isForbidden(point)) {
      assert.fail(`U+${point.toString(16)} is judged wrongly`);
    }
  }
  assert.ok(isPlainText(""));
});

Deno.test("decodeMachineName() returns what encodeMachineName() was given", () => {
  fc.assert(fc.property(anyText.map(fitMachineName), (name) => {
    assert.equal(decodeMachineName(encodeMachineName(name)), name);
  }));
  assert.equal(decodeMachineName(encodeMachineName("\ufeffname")), "\ufeffname");
});

Deno.test("encodeMachineName() counts bytes, not characters", () => {
  assert.equal(encodeMachineName("ü".repeat(31)).length, 62);
  assert.throws(() => encodeMachineName("ü".repeat(32)), RangeError);
});

Deno.test("decodeMachineName() throws nothing but DecodeError, and gives no forbidden character", () => {
  fc.assert(fc.property(anyBytes, (bytes) => {
    let name = "";
    const error = decodeErrorOf(() => name = decodeMachineName(bytes));
    assert.ok(error === undefined || error.problem === "text");
    assert.ok(![...name].some((char) => isForbidden(char.codePointAt(0)!)));
  }));
});

Deno.test("decodeMachineName() refuses what is not UTF-8", () => {
  for (const bytes of [[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
    assertRefuses(() => decodeMachineName(Uint8Array.from(bytes)), "text");
  }
});

Deno.test("fitMachineName() leaves a good name alone", () => {
  assert.equal(fitMachineName("büro-07.example"), "büro-07.example");
});

Deno.test("fitMachineName() makes a name that the wire accepts of any text", () => {
  fc.assert(fc.property(anyText, (text) => {
    assert.ok(encodeMachineName(fitMachineName(text)).length <= MAX_NAME_BYTES);
  }));
  assert.equal(fitMachineName("a\u202e\x1b[31mb"), "a[31mb");
  assert.equal(fitMachineName("a\ud800b"), "a\ufffdb");
});

Deno.test("fitMachineName() cuts between characters", () => {
  assert.equal(fitMachineName("n".repeat(62) + "ü"), "n".repeat(62));
  assert.equal(fitMachineName("🖥".repeat(20)), "🖥".repeat(15));
});
