import { command } from "../command.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";
import { describeActivation } from "./ato.ts";

export const atp = command(
  "atp <confirmation-id..>",
  "Activate with the Confirmation ID",
  (yargs) =>
    yargs.positional("confirmation-id", {
      type: "string",
      array: true,
      demandOption: true,
      describe: "31 blocks of seven digits; spaces and hyphens as you like",
    }),
  async ({ confirmationId, ...options }) => {
    await withConsole(options, "write", async (console) => {
      const activated = await console.call("confirm", { confirmationId: confirmationId.join(" ") });
      printResult(options.json, activated, describeActivation(activated));
    });
  },
);
