import { command, plain } from "../command.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const dti = command(
  "dti",
  "Show the Installation ID (by telephone)",
  plain,
  async (options) => {
    await withConsole(options, "write", async (console) => {
      const { installationId } = await console.call("installationId", {});
      printResult(options.json, { installationId }, [installationId]);
    });
  },
);
