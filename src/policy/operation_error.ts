import { DecodeError } from "../protocol/decode_error.ts";
import { type HResult, remedyOf } from "../protocol/hresult.ts";

/** An operation that a person asked for and that cannot be done. The message says what and why, `remedy` what to do about it (that of the code unless given). */
export class OperationError extends Error {
  override readonly name: string = "OperationError";
  /** What administrators know the failure by; undefined where there is no code for it. */
  readonly code: HResult | undefined;
  readonly remedy: string | undefined;

  /** `remedy` null: there is nothing to do about it. */
  constructor(message: string, options: { code?: HResult; remedy?: string | null; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code;
    const { code, remedy = code === undefined ? undefined : remedyOf(code) } = options;
    this.remedy = remedy ?? undefined;
  }
}

/** What `read` gives; a DecodeError in it becomes an OperationError with this code and remedy. */
export function orOperationError<T>(read: () => T, options: { code?: HResult; remedy?: string }): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new OperationError(cause.message, { ...options, cause });
  }
}
