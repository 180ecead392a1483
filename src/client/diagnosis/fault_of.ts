import type { StepFault } from "../../policy/diagnosis.ts";
import type { OperationError } from "../../policy/operation_error.ts";
import type { Refused } from "../verdict.ts";

/** What an error says, as the fault of a step. `remedy`: what to do, where it is known better than by the error. */
export function faultOf({ code, message, remedy }: OperationError, better?: string): StepFault {
  return { code: code ?? null, text: message, remedy: better ?? remedy ?? null };
}

/** That of a host which took the connection and gave no reply that could be read: it may be no host at all. */
export function unreadFault({ kind, error }: Refused): StepFault {
  const there = "kms why --host on that computer";
  return kind === "errorFrame"
    ? faultOf(error, error.remedy ?? there)
    : faultOf(error, `${there}: another program may have the port; or kms /skms HOST[:PORT], with another`);
}
