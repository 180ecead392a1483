import { command, plain } from "../command.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const skms = command(
  "skms <host>",
  "Set the KMS host of this client",
  (yargs) => yargs.positional("host", { type: "string", demandOption: true, describe: "NAME or NAME:PORT" }),
  async ({ host, ...options }) => {
    await withConsole(options, "write", async (console) => {
      const set = await console.call("setKmsHost", { host });
      printResult(options.json, set, [`KMS host set to ${set.host}.`]);
    });
  },
);

export const ckms = command("ckms", "Clear the KMS host of this client", plain, async (options) => {
  await withConsole(options, "write", async (console) => {
    const set = await console.call("setKmsHost", { host: null });
    printResult(options.json, set, ["KMS host cleared."]);
  });
});
