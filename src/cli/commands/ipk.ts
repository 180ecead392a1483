import { command } from "../command.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const ipk = command(
  "ipk <key..>",
  "Install a host key or a client key",
  (yargs) =>
    yargs.positional("key", {
      type: "string",
      array: true,
      demandOption: true,
      describe: "five groups of five characters",
    }),
  async ({ key, ...options }) => {
    await withConsole(options, "write", async (console) => {
      const installed = await console.call("installKey", { key: key.join("") });
      const what = installed.kind === "host" ? "KMS host key" : `Client key of ${installed.product}`;
      printResult(options.json, installed, [`${what} ending in ${installed.partialKey} installed.`]);
    });
  },
);
