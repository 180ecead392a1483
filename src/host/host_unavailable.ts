import { OperationError } from "../policy/operation_error.ts";

/** The state was not recovered, or the journal cannot be written just now. */
export class HostUnavailable extends OperationError {
  override readonly name = "HostUnavailable";

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(reason, {
      ...options,
      remedy: "look at the disk of the state folder: make room on it, or make it writable",
    });
  }
}
