import assert from "node:assert/strict";
import fc from "fast-check";
import { plainJson, plainLine } from "../../src/policy/plain_line.ts";

const MOVING = [
  "\u001b[2J",
  "a\r\nb",
  "\u0085",
  "\u2028",
  "\u2029",
  "\u061c",
  "\u200e",
  "\u202e",
  "\u2066",
  "\t",
];
const HIDDEN = ["\u200b", "\u00ad", "\ufeff", "\u2060", "\u3164", "\u{e0041}"];

Deno.test("what would end the line, move the cursor or turn text around is one blank", () => {
  for (const text of MOVING) {
    assert.match(plainLine(`<${text}>`), /^<[ab]? ([ab]|\[2J)?>$/, JSON.stringify(text));
  }
  assert.equal(plainLine("a\u001b\u009b\r\n\u202eb"), "a b");
});

Deno.test("what would not be seen is, and what is no character is none", () => {
  for (const text of [...HIDDEN, "\ud800"]) {
    assert.equal(plainLine(`a${text}b`), "a\ufffdb", JSON.stringify(text));
  }
});

Deno.test("what scripts and emoji need stays", () => {
  for (const text of ["👩‍👩‍👧", "نامه‌ای", "❤️", "日本", "e\u0301", "=1+1"]) assert.equal(plainLine(text), text);
});

Deno.test("JSON is the same value, and nothing in it can do what the value's text could", () => {
  for (const text of [...MOVING, ...HIDDEN]) {
    const json = plainJson({ text });
    assert.equal(plainLine(json), json);
    assert.deepEqual(JSON.parse(json), { text });
  }
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const json = plainJson([text]);
    assert.equal(plainLine(json), json);
    assert.deepEqual(JSON.parse(json), [text]);
  }));
});
