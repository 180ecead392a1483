import { command } from "../command.ts";
import { printNote, UsageError } from "../output.ts";
import { type CommonOptions, ended, stateFolder } from "../session.ts";
import { dashboardOn, onTerminal } from "../terminal.ts";

/** `kms` alone: the dashboard on a terminal, attached to the running host or starting it. Elsewhere nobody would see it. */
export const dashboard = command({
  words: "$0",
  summary: "The dashboard of a host, on a terminal",
  async run(options) {
    if (!onTerminal()) {
      throw new UsageError("kms alone opens the dashboard, which takes a terminal", { showHelp: true });
    }
    const stopping = new AbortController();
    ended({ hangUp: true }).then(() => stopping.abort());
    await using attached = await attach(options);
    await dashboardOn(attached.console, "KMS host", stopping.signal);
  },
});

/** The running host of the folder, which goes on when the dashboard is left; else one that is started here and ends with it. */
async function attach(options: CommonOptions) {
  const { attachToHost } = await import("../../app/attach.ts");
  return await attachToHost(stateFolder(options), (text) => printNote(`kms: ${text}`));
}
