import { OperationError } from "../policy/operation_error.ts";

/** Why an address cannot be listened on, for people. `remedy`: how to choose another. */
export function listenError(hostname: string, port: number, cause: unknown, remedy: string): OperationError {
  const why = cause instanceof Deno.errors.AddrInUse
    ? "the port is in use"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new OperationError(`Cannot listen on ${hostname} port ${port}: ${why}`, { remedy, cause });
}
