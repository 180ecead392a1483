import type { StepFault } from "../../policy/diagnosis.ts";
import type { OperationError } from "../../policy/operation_error.ts";

/** What an error says, as the fault of a step. `remedy`: what to do, where it is known better than by the error. */
export function faultOf({ code, message, remedy }: OperationError, better?: string): StepFault {
  return { code: code ?? null, text: message, remedy: better ?? remedy ?? null };
}
