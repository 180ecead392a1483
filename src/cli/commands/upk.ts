import { command, plain } from "../command.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const upk = command(
  "upk",
  "Remove the key and the activation",
  plain,
  async (options) => {
    await withConsole(options, "write", async (console) => {
      await console.call("removeKey", {});
      printResult(options.json, {}, ["Product key removed."]);
    });
  },
);
