import assert from "node:assert/strict";
import fc from "fast-check";
import { grouped } from "../../../tui/model/grouped_text.ts";
import { edited, fieldWith, textOf } from "../../../tui/model/text_field.ts";

function typed(text: string, size = 7): string {
  let field = fieldWith("");
  for (const character of text) field = grouped(edited(field, { name: character, text: character })!, size);
  return textOf(field);
}

Deno.test("hyphens come by themselves, and blanks and hyphens that are typed do no harm", () => {
  assert.equal(typed("12345678"), "1234567-8");
  assert.equal(typed("1234567 8"), "1234567-8");
  assert.equal(typed("1234567-8"), "1234567-8");
  assert.equal(typed("  1234567 - - 8"), "1234567-8");
  assert.equal(typed("BCDFGHJ", 5), "BCDFG-HJ");
});

Deno.test("a group that is too short keeps its neighbours in their places", () => {
  assert.equal(typed("123456 2234567 3234567"), "123456-2234567-3234567");
});

Deno.test("a digit that is put in or taken out in the middle changes no group but its own", () => {
  const field = fieldWith("1234567-2234567-32");
  const longer = grouped(edited({ ...field, cursor: 3 }, { name: "9", text: "9" })!, 7);
  assert.equal(textOf(longer), "12394567-2234567-32");
  assert.equal(longer.cursor, 4);
  const shorter = grouped(edited({ ...field, cursor: 3 }, { name: "backspace", text: "" })!, 7);
  assert.equal(textOf(shorter), "124567-2234567-32");
});

Deno.test("Backspace behind a hyphen goes before it, and two whole groups stay two", () => {
  const field = grouped(
    edited({ ...fieldWith("1234567-2234567"), cursor: 8 }, { name: "backspace", text: "" })!,
    7,
  );
  assert.equal(textOf(field), "1234567-2234567");
  assert.equal(field.cursor, 7);
});

Deno.test("no character is lost or moved, the cursor stays within, and grouping again changes nothing", () => {
  const text = fc.string({ unit: fc.constantFrom(..."0123456789 -"), maxLength: 60 });
  fc.assert(fc.property(text, fc.nat({ max: 60 }), fc.integer({ min: 1, max: 9 }), (text, at, size) => {
    const before = fieldWith(text);
    const cursor = Math.min(at, before.graphemes.length);
    const once = grouped({ ...before, cursor }, size);
    const bare = (text: string) => text.replace(/[ -]/g, "");
    assert.equal(bare(textOf(once)), bare(text));
    assert.equal(
      bare(once.graphemes.slice(0, once.cursor).join("")),
      bare(before.graphemes.slice(0, cursor).join("")),
    );
    assert.deepEqual(grouped(once, size), once);
  }));
});
