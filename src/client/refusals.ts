import { describeHResult, HResult, protocolResult } from "../protocol/hresult.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Reply } from "../protocol/reply.ts";
import { OperationError } from "../policy/operation_error.ts";
import { formatHostAddress, type HostAddress } from "./host_address.ts";

/** Nothing sensible came back. */
export function unanswered(host: HostAddress, cause: unknown): OperationError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new OperationError(`No KMS host answered at ${formatHostAddress(host)}: ${why}`, {
    code: HResult.noHostAnswered,
    remedy:
      "check the name and port (kms /skms HOST[:PORT]), the network, and that the host runs (kms serve)",
    cause,
  });
}

/** An error frame is unsigned: one that says "activated" is nonsense. */
export function refusalOf(result: number, host: HostAddress): OperationError {
  const known = result === HResult.activated ? undefined : protocolResult(result);
  const code = known ?? HResult.noHostAnswered;
  return new OperationError(`The host ${formatHostAddress(host)} refused: ${describeHResult(result)}`, {
    code,
    ...(code === HResult.hostNotActivated ? { remedy: "activate the host: kms /ato on it" } : {}),
  });
}

/** What a signed refusal means for the person at this computer. */
export function signedRefusal(reply: Reply, product: Product, host: HostAddress): OperationError {
  const code = protocolResult(reply.result) ?? HResult.noHostAnswered;
  if (code === HResult.belowThreshold) {
    return new OperationError(
      `The host ${formatHostAddress(host)} has counted ${reply.count} ${
        reply.count === 1 ? "computer" : "computers"
      }; ${product.name} needs ${product.threshold}`,
      {
        code,
        remedy: `this computer is counted from now on: kms /ato again in ${reply.activationInterval} minutes`,
      },
    );
  }
  return new OperationError(`The host ${formatHostAddress(host)} refused: ${describeHResult(reply.result)}`, {
    code,
  });
}
