import { OperationError } from "../../policy/operation_error.ts";
import { NotNow } from "../renewing.ts";
import type { Problem } from "./types.ts";

/** What an error says to people and logs. */
export function problemOf(error: unknown, doing: string): Problem {
  if (error instanceof NotNow && error.cause !== undefined) return problemOf(error.cause, doing);
  if (error instanceof OperationError) {
    return { code: error.code ?? null, message: error.message, remedy: error.remedy ?? null };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { code: null, message: `Cannot ${doing}: ${why}`, remedy: remedyFor(error) };
}

function remedyFor(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === "EACCES" || code === "EPERM") {
    return "give the user that runs this program access to the folder, or name another in the option folder";
  }
  return code === "ENOSPC" ? "make room on the folder's file system" : null;
}
