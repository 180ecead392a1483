import { OperationError } from "../../policy/operation_error.ts";

/** Why an address cannot be listened on, for people. `remedy`: how to choose another. */
export function listenError(hostname: string, port: number, cause: unknown, remedy: string): OperationError {
  const why = isInUse(cause) ? "the port is in use" : cause instanceof Error ? cause.message : String(cause);
  if (isNotOurs(cause)) {
    return new OperationError(
      `Cannot listen on ${hostname} port ${port}: this computer has no such address`,
      {
        remedy: "name an address of this computer, or 0.0.0.0 for all of them",
        cause,
      },
    );
  }
  return new OperationError(`Cannot listen on ${hostname} port ${port}: ${why}`, { remedy, cause });
}

function isNotOurs(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | null)?.code;
  return cause instanceof Deno.errors.AddrNotAvailable || code === "EADDRNOTAVAIL" || code === "EINVAL";
}

/** As Deno's listeners say it, and as Node's do. */
function isInUse(cause: unknown): boolean {
  return cause instanceof Deno.errors.AddrInUse ||
    (cause as { code?: unknown } | null)?.code === "EADDRINUSE";
}
