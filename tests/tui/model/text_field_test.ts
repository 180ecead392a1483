import assert from "node:assert/strict";
import { edited, fieldWith, type TextField, textOf } from "../../../tui/model/text_field.ts";

function after(text: string, ...keys: readonly string[]): { text: string; cursor: number } {
  const field = keys.reduce<TextField>(
    (field, name) => edited(field, { name, text: "" }) ?? field,
    fieldWith(text),
  );
  return { text: textOf(field), cursor: field.cursor };
}

Deno.test("a key edits where the cursor is", () => {
  assert.deepEqual(after("1688", "backspace"), { text: "168", cursor: 3 });
  assert.deepEqual(after("1688", "home", "backspace"), { text: "1688", cursor: 0 });
  assert.deepEqual(after("1688", "home", "right", "delete"), { text: "188", cursor: 1 });
  assert.deepEqual(after("1688", "left", "ctrl+u"), { text: "8", cursor: 0 });
  assert.deepEqual(after("1688", "end", "right", "left", "left"), { text: "1688", cursor: 2 });
});

Deno.test("what a person sees as one character goes as one", () => {
  assert.deepEqual(after("ae\u0301", "backspace"), { text: "a", cursor: 1 });
});

Deno.test("what is typed goes in at the cursor, without what no terminal may get", () => {
  const field = edited(fieldWith("ad"), { name: "left", text: "" })!;
  assert.equal(textOf(edited(field, { name: "b", text: "b\u001bc" })!), "ab\ufffdcd");
});

Deno.test("a field takes no more than there is room for", () => {
  const full = fieldWith("x".repeat(400));
  assert.equal(textOf(edited(full, { name: "y", text: "y" })!), "x".repeat(400));
});

Deno.test("a key that does not edit is left to the screen", () => {
  assert.equal(edited(fieldWith(""), { name: "enter", text: "" }), undefined);
});
