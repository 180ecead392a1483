import assert from "node:assert/strict";
import fc from "fast-check";
import { clean, cleanDeep, fit, fitRight, truncate, widthOf, wrap } from "../../tui/text.ts";
import { hostileText } from "./arbitraries.ts";

/** Whatever a terminal obeys, reorders or does not show; said a second time. */
function isShowable(character: string): boolean {
  if (/^[\ud800-\udfff]$/.test(character)) return false;
  const point = character.codePointAt(0)!;
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0x061c, 0x061c],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xe0000, 0xe0fff],
  ];
  return !ranges.some(([from, to]) => point >= from! && point <= to!);
}

Deno.test("clean() leaves no character that moves the cursor, reorders the line or hides", () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const cleaned = clean(`a${String.fromCodePoint(point)}b`);
    if (![...cleaned].every(isShowable)) assert.fail(`U+${point.toString(16)} is let through`);
  }
});

Deno.test("clean() replaces what is forbidden, character by character", () => {
  assert.equal(clean("evil\u001b[2J\u202ename\n"), "evil\ufffd[2J\ufffdname\ufffd");
  assert.equal(clean("\ud800x\u0000"), "\ufffdx\ufffd");
  assert.equal(clean("ws\u200b-01"), "ws\ufffd-01"); // a blank of no width: two names must not look the same
});

Deno.test("clean() leaves the names of people's machines alone", () => {
  for (const name of ["DESKTOP-7QK2M41", "büro-3", "サーバー01", "сервер", "ws 12", "🖥 box"]) {
    assert.equal(clean(name), name);
  }
});

Deno.test("clean() takes emoji sequences apart, on whose width terminals do not agree", () => {
  assert.equal(clean("👩\u200d👩\u200d👧"), "👩👩👧");
  assert.equal(clean("❤\ufe0f👍🏽"), "❤👍");
});

Deno.test("clean() cuts a text that is far too long before it looks at it", () => {
  assert.ok(clean("\u0301".repeat(1_000_000)).length <= 400);
});

Deno.test("clean() changes nothing in a text that is clean", () => {
  fc.assert(fc.property(hostileText.map(clean), (text) => assert.equal(clean(text), text)));
});

Deno.test("cleanDeep() cleans every text of a value and keeps its shape", () => {
  const dirty = { a: ["\u0007", { "b\n": "\u202e", c: 3 }], d: null, e: true };
  assert.deepEqual(cleanDeep(dirty), { a: ["\ufffd", { "b\ufffd": "\ufffd", c: 3 }], d: null, e: true });
});

Deno.test("truncate() never takes more columns than it was given", () => {
  fc.assert(fc.property(hostileText.map(clean), fc.nat({ max: 80 }), (text, width) => {
    assert.ok(widthOf(truncate(text, width)) <= width);
  }));
});

Deno.test("truncate() leaves alone what fits, and says when something is missing", () => {
  assert.equal(truncate("server", 6), "server");
  assert.equal(truncate("server", 5), "serv…");
  assert.equal(truncate("server", 1), "…");
  assert.equal(truncate("server", 0), "");
});

Deno.test("truncate() never cuts a wide character in half", () => {
  assert.equal(truncate("日本語", 6), "日本語");
  assert.equal(truncate("日本語", 5), "日本…");
  assert.equal(truncate("日本語", 4), "日…");
  assert.equal(truncate("🖥️🖥️🖥️", 4), "🖥️…");
});

Deno.test("truncate() keeps a letter and its accents together", () => {
  assert.equal(truncate("e\u0301e\u0301e\u0301", 2), "e\u0301…");
});

Deno.test("fit() and fitRight() take exactly the columns that they were given", () => {
  for (
    const name of ["", "a", "日本語サーバー", "👩👩👧 family", "e\u0301clair", "🇩🇪🇩🇪", "ws-0042.corp.example"]
  ) {
    for (const width of [0, 1, 2, 3, 7, 8, 40]) {
      assert.equal(widthOf(fit(name, width)), width, `${name} at the left of ${width}`);
      assert.equal(widthOf(fitRight(name, width)), width, `${name} at the right of ${width}`);
    }
  }
});

Deno.test("wrap() breaks at blanks, and within a word that is too long for a row", () => {
  assert.deepEqual(wrap("the host is activated", 10), ["the host", "is", "activated"]);
  assert.deepEqual(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
  assert.deepEqual(wrap("", 4), [""]);
});

Deno.test("wrap() loses nothing and fits, whatever the text", () => {
  fc.assert(fc.property(hostileText, fc.integer({ min: 2, max: 40 }), (raw, width) => {
    const text = clean(raw);
    const rows = wrap(text, width);
    assert.equal(rows.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
    assert.ok(rows.every((row) => widthOf(row) <= width));
  }));
});
