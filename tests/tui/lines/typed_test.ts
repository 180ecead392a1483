import assert from "node:assert/strict";
import fc from "fast-check";
import { readTyped } from "../../../tui/lines/typed.ts";

/** The names of the keys that a line stands for. */
function keysOf(line: string, typing = false): string[] {
  const typed = readTyped(line, typing);
  return typed.kind === "keys" ? typed.presses.map(({ name }) => name) : [typed.kind];
}

Deno.test("one character is the key that it is", () => {
  for (const key of ["1", "q", "s", "/", "Y"]) assert.deepEqual(keysOf(` ${key} `), [key]);
  assert.deepEqual(keysOf("?"), ["help"]);
  assert.deepEqual(keysOf(""), ["again"]);
});

Deno.test("keys without a character have names, and those of lists can be counted", () => {
  assert.deepEqual(keysOf("Open"), ["enter"]);
  assert.deepEqual(keysOf("esc"), ["escape"]);
  assert.deepEqual(keysOf("down 3"), ["down", "down", "down"]);
  assert.deepEqual(keysOf("pgdn"), ["pagedown"]);
  const [down, enter] = ["down 2", "enter"].map((line) => readTyped(line, false));
  assert.equal(down!.kind === "keys" && down!.moves, true);
  assert.equal(enter!.kind === "keys" && enter!.moves, false);
});

Deno.test("what is no key is said to be unknown", () => {
  for (const line of ["foo", "down down", "down -1", "constructor", "__proto__"]) {
    assert.deepEqual(readTyped(line, false), { kind: "unknown", line });
  }
});

Deno.test("where text is asked for a line is the text, in place of what stands there", () => {
  assert.deepEqual(keysOf("7 b", true), ["end", "ctrl+u", "7", "space", "b", "enter"]);
  assert.deepEqual(keysOf("?", true), ["end", "ctrl+u", "?", "enter"]);
  assert.deepEqual(keysOf("esc", true), ["escape"]);
});

Deno.test("no line is so many keys that the dashboard would be busy with them", () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), fc.boolean(), (line, typing) => {
    assert.ok(keysOf(line, typing).length <= 1000);
  }));
  assert.equal(keysOf("down 9999").length, 1000);
});
