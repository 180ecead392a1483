import assert from "node:assert/strict";
import { DecodeError } from "../../src/protocol/decode_error.ts";

Deno.test("DecodeError names the value and what is wrong with it, and keeps the cause", () => {
  const cause = new Error("inner");
  const error = new DecodeError("request", "length", "expected 91 bytes, got 4", { cause });
  assert.equal(error.message, "Cannot decode request: expected 91 bytes, got 4");
  assert.equal(error.name, "DecodeError");
  assert.equal(error.problem, "length");
  assert.equal(error.cause, cause);
});
