import assert from "node:assert/strict";
import { canBeMended, unreadable } from "../../../src/app/clients/unreadable_folder.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { DecodeError } from "../../../src/protocol/decode_error.ts";

const denied = Object.assign(new Error("EACCES: permission denied, scandir '/x'"), { code: "EACCES" });

Deno.test("a folder that may not be read is told with its name and what to do, and waited for", () => {
  const { message, remedy } = unreadable("/x", denied);
  assert.equal(message, "Cannot read the client's folder /x: Permission denied");
  assert.match(remedy ?? "", /run kms as the user that owns the folder/);
  assert.equal(canBeMended(denied), true);
  assert.equal(canBeMended(new OperationError("Cannot write to the state folder", { cause: denied })), true);
});

Deno.test("a folder that is another's, in use or damaged is not waited for, and keeps its own words", () => {
  const other = new OperationError("it is an authority's");
  assert.equal(unreadable("/x", other), other);
  for (const error of [other, new DecodeError("client.json", "text", "it is damaged"), undefined]) {
    assert.equal(canBeMended(error), false);
  }
  assert.equal(
    unreadable("/x", new DecodeError("client.json", "text", "it is damaged")).remedy,
    undefined,
  );
});
