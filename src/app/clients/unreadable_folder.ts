import { systemReason } from "../../adapters/system/system_reason.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import { OperationError } from "../../policy/operation_error.ts";

/** What is told of a client's folder that could not be read because of `cause`; an OperationError is told as it is. */
export function unreadable(folder: string, cause: unknown): OperationError {
  if (cause instanceof OperationError) return cause;
  const remedy = cause instanceof DecodeError ? {} : {
    remedy:
      "run kms as the user that owns the folder, or as root (sudo); where that is so, let the owner read it: chmod 700",
  };
  return new OperationError(`Cannot read the client's folder ${folder}: ${systemReason(cause)}`, {
    ...remedy,
    cause,
  });
}

/** Whether rights or the disk were in the way, which whoever looks after the computer can mend meanwhile. */
export function canBeMended(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return MENDABLE.has((error as { code?: string }).code ?? "") || canBeMended(error.cause);
}

const MENDABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC"]);
