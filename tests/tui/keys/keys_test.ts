import assert from "node:assert/strict";
import { CONFIRMATION_KEYS, GLOBAL_KEYS, HELP_KEYS } from "../../../tui/keys/global.ts";
import { pressesOf } from "../../../tui/keys/press.ts";
import { SCREEN_NAMES, SCREENS } from "../../../tui/screens/mod.ts";

const TABLES = {
  "all screens": [GLOBAL_KEYS],
  "questions": [CONFIRMATION_KEYS],
  "the help": [HELP_KEYS],
  ...Object.fromEntries(SCREEN_NAMES.map((name) => [name, [SCREENS[name].keys, GLOBAL_KEYS]])),
};

function namesOf(input: string, key: Parameters<typeof pressesOf>[1] = {}): string[] {
  return pressesOf(input, key).map(({ name }) => name);
}

for (const [name, tables] of Object.entries(TABLES)) {
  Deno.test(`no two keys of ${name} have one label, and no label is empty`, () => {
    const labels = tables.flat().map(({ label }) => label);
    assert.deepEqual(labels, [...new Set(labels)]);
    assert.ok(labels.every((label) => label !== ""));
  });
}

Deno.test("pressesOf() tells keys that arrive together apart", () => {
  assert.deepEqual(namesOf("x\r\t1 ä"), ["x", "enter", "tab", "1", "space", "ä"]);
});

Deno.test("pressesOf() tells a letter from the same letter with Ctrl or Alt", () => {
  assert.deepEqual(namesOf("q"), ["q"]);
  assert.deepEqual(namesOf("c", { ctrl: true }), ["ctrl+c"]);
  assert.deepEqual(namesOf("q", { meta: true }), []);
});

Deno.test("pressesOf() gives what a key types, and nothing for one that types nothing", () => {
  assert.deepEqual(pressesOf(" ", {}), [{ name: "space", text: " " }]);
  assert.deepEqual(pressesOf("", { upArrow: true }), [{ name: "up", text: "" }]);
  assert.deepEqual(pressesOf("", { tab: true, shift: true }), [{ name: "shift+tab", text: "" }]);
  assert.deepEqual(namesOf("x\u0015"), ["x", "ctrl+u"]);
});
