import assert from "node:assert/strict";
import { OperationError } from "../../src/policy/operation_error.ts";

/** The OperationError that `work` rejects with or throws; whatever else happens fails the test. */
export async function operationErrorOf(work: () => unknown): Promise<OperationError> {
  try {
    await work();
  } catch (error) {
    assert(error instanceof OperationError, `expected an OperationError, got ${error}`);
    return error;
  }
  assert.fail("it was done");
}
