import process from "node:process";
import { requireAdministrator } from "../../../src/app/serving/service.ts";
import { ACTIONS } from "../../../src/service/plan.ts";
import { OperationError } from "../../../src/policy/operation_error.ts";
import { STRANGER } from "../programs/strangers.ts";

/** Prints, as a user without rights, how each change of the service is refused. */
if (Deno.uid() === 0) process.setuid!(STRANGER);
for (const [action, role] of [...ACTIONS.map((one) => [one, "host"] as const), ["stop", "client"] as const]) {
  try {
    await requireAdministrator(action, role);
    console.log("allowed");
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    console.log(`${error.message}. To mend it: ${error.remedy}`);
  }
}
