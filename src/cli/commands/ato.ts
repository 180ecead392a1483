import type { Output } from "../../api/routes.ts";
import { command } from "../command.ts";
import { formatTime, printResult, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

export const ato = command(
  "ato",
  "Activate this host or client",
  (yargs) =>
    yargs.option("authority", {
      type: "string",
      describe: "URL of the activation service, instead of the licence file's",
    }),
  async ({ authority, ...options }) => {
    if (authority !== undefined && !URL.canParse(authority)) {
      throw new UsageError(`--authority: ${JSON.stringify(authority)} is no URL`);
    }
    await withConsole(options, "write", async (console) => {
      const activated = await console.call("activate", { url: authority ?? null });
      printResult(options.json, activated, describeActivation(activated));
    });
  },
);

export function describeActivation(activated: Output<"activate">): string[] {
  if (activated.role === "host") return [`KMS host activated until ${formatTime(activated.ends)}.`];
  const { product, host, count, ends } = activated;
  return [`${product} activated by ${host} (count ${count}) until ${formatTime(ends)}.`];
}
