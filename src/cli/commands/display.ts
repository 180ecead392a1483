import type { Status } from "../../api/types.ts";
import { command, plain } from "../command.ts";
import { expiryLines, longLines, shortLines } from "../display.ts";
import { printResult } from "../output.ts";
import { withConsole } from "../session.ts";

export const dli = displayCommand("dli", "Show how this host or client stands", shortLines);
export const dlv = displayCommand("dlv", "Show it in full", longLines);
export const xpr = displayCommand("xpr", "Show until when it is activated", expiryLines);

function displayCommand(option: string, describe: string, lines: (status: Status) => string[]) {
  return command(option, describe, plain, async (options) => {
    await withConsole(options, "read", async (console) => {
      const status = await console.call("status", {});
      printResult(options.json, status, lines(status));
    });
  });
}
