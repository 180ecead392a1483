import { OperationError } from "../policy/operation_error.ts";

/** Why an address cannot be listened on, for people. `remedy`: how to choose another. */
export function listenError(hostname: string, port: number, cause: unknown, remedy: string): OperationError {
  const why = isInUse(cause) ? "the port is in use" : cause instanceof Error ? cause.message : String(cause);
  return new OperationError(`Cannot listen on ${hostname} port ${port}: ${why}`, { remedy, cause });
}

/** As Deno's listeners say it, and as Node's do. */
function isInUse(cause: unknown): boolean {
  return cause instanceof Deno.errors.AddrInUse ||
    (cause as { code?: unknown } | null)?.code === "EADDRINUSE";
}
