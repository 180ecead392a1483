import { OperationError } from "../../policy/operation_error.ts";
import { command, family } from "../command.ts";
import { leaseText } from "../display.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

const verify = command({
  words: "verify",
  summary: "Check the stored lease offline",
  hereOnly: true,
  async run(options) {
    await withConsole(options, "read", async (console) => {
      const status = await console.call("status", {});
      if (status.role !== "client") {
        throw new OperationError("Cannot verify a lease: this state folder is no client's");
      }
      if (status.lease === null) {
        throw new OperationError("There is no lease to verify", { remedy: "kms /ato" });
      }
      const holds = status.lease.kind === "holds";
      if (holds || options.json) {
        printResult(options.json, status.lease, [`The lease ${leaseText(status.lease)}.`]);
      }
      if (!holds) {
        throw new OperationError(`The lease ${leaseText(status.lease)}`, { remedy: "kms /ato" });
      }
    });
  },
});

export const client = family("client", "This computer as a client", [verify]);
