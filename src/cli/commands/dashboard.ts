import { command, plain } from "../command.ts";
import { printNote } from "../output.ts";
import { ended, stateFolder } from "../session.ts";
import { dashboardOn, onTerminal } from "../terminal.ts";
import { serve } from "./serve.ts";

/** `kms` alone: the dashboard on a terminal, attached to the running host or starting it; else plain serve. */
export const dashboard = command(
  "$0",
  "The dashboard; without a terminal: serve",
  plain,
  async (options) => {
    if (!onTerminal()) return await serve.handler({ ...options, listen: "0.0.0.0", port: undefined });
    const stopping = new AbortController();
    ended({ hangUp: true }).then(() => stopping.abort());
    await using attached = await attach(stateFolder(options));
    await dashboardOn(attached.console, "KMS host", stopping.signal);
  },
);

/** The running host of the folder, which goes on when the dashboard is left; else one that is started here and ends with it. */
async function attach(folder: string) {
  const { attachToHost } = await import("../../app/attach.ts");
  return await attachToHost(folder, (text) => printNote(`kms: ${text}`));
}
