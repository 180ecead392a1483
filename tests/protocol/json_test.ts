import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { parseJson, parseValue } from "../../src/protocol/json.ts";
import { assertRefuses, decodeErrorOf } from "../support/refuses.ts";

const schema = v.strictObject({ name: v.string(), inner: v.strictObject({ count: v.number() }) });
const good = { name: "a", inner: { count: 5 } };

Deno.test("parseJson() returns the value that the schema describes", () => {
  assert.deepEqual(parseJson(schema, JSON.stringify(good), "value"), good);
});

Deno.test("parseJson() skips a byte-order mark", () => {
  assert.deepEqual(parseJson(schema, "\ufeff" + JSON.stringify(good), "value"), good);
});

Deno.test("parseJson() refuses what is not JSON, with the parser's error as the cause", () => {
  for (const text of ["", "{", "undefined", "{'a': 1}", "[1,]", "NaN"]) {
    const error = decodeErrorOf(() => parseJson(schema, text, "value"));
    assert.equal(error?.problem, "text", text);
    assert.ok(error?.cause instanceof SyntaxError);
  }
});

Deno.test("parseJson() names the first thing that is wrong by its path", () => {
  const text = JSON.stringify({ name: "a", inner: { count: "five" } });
  const error = decodeErrorOf(() => parseJson(schema, text, "settings"));
  assert.equal(error?.problem, "range");
  assert.match(error?.message ?? "", /^Cannot decode settings: inner\.count: /);
});

Deno.test("parseValue() refuses values of another shape", () => {
  for (const value of [null, undefined, 5, [], {}, { ...good, more: 1 }, { name: "a" }]) {
    assertRefuses(() => parseValue(schema, value, "value"), "range");
  }
});

Deno.test("parseJson() throws nothing but DecodeError, however deep or odd the text", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    assert.ok(decodeErrorOf(() => parseJson(schema, text, "value")) !== undefined);
  }));
  assertRefuses(() => parseJson(schema, "[".repeat(100_000), "value"), "text");
  assertRefuses(() => parseJson(schema, "[".repeat(100_000) + "]".repeat(100_000), "value"), "range");
});
