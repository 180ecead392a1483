import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { systemReason } from "../../../src/adapters/system/system_reason.ts";

Deno.test("Node's errors are told without their code and call, others as they are", () => {
  const cases = [
    ["EROFS: read-only file system, mkdir '/a, b/c'", "Read-only file system"],
    ["ENOSPC: no space left on device, write", "No space left on device"],
    ["No space left on device (os error 28)", "No space left on device (os error 28)"],
    ["ENOENT", "ENOENT"],
  ] as const;
  for (const [text, reason] of cases) assert.equal(systemReason(new Error(text)), reason);
  assert.equal(systemReason("odd"), "odd");
  try {
    readFileSync("/no/such/file");
  } catch (error) {
    assert.equal(systemReason(error), "No such file or directory");
  }
});
