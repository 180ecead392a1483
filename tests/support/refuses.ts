import assert from "node:assert/strict";
import { DecodeError, type DecodeProblem } from "../../src/protocol/decode_error.ts";

/** The DecodeError that `decode` throws, or undefined where it returns. Whatever else it throws fails the test. */
export function decodeErrorOf(decode: () => unknown): DecodeError | undefined {
  try {
    decode();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof DecodeError, `expected a DecodeError, got ${error}`);
    return error;
  }
}

/** Fails unless `decode` throws a DecodeError; of that problem, where one is given. */
export function assertRefuses(decode: () => unknown, problem?: DecodeProblem, about?: string): void {
  const error = decodeErrorOf(decode);
  assert.ok(error !== undefined, `${about ?? "it"} was accepted`);
  if (problem !== undefined) assert.equal(error.problem, problem, `${about ?? "it"}: ${error.message}`);
}
