import { command } from "../command.ts";
import { printNote, UsageError } from "../output.ts";
import { openRemote } from "../remote.ts";
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
    if (options.computer !== undefined) return await showRemote(options.computer, options);
    const stopping = untilEnded();
    await using attached = await attach(options);
    await dashboardOn(attached.console, "KMS host", stopping);
  },
});

function untilEnded(): AbortSignal {
  const stopping = new AbortController();
  ended({ hangUp: true }).then(() => stopping.abort());
  return stopping.signal;
}

/** The running host of the folder, which goes on when the dashboard is left; else one that is started here and ends with it. */
async function attach(options: CommonOptions) {
  const { attachToHost } = await import("../../app/attach.ts");
  return await attachToHost(stateFolder(options), (text) => printNote(`kms: ${text}`));
}

/** A wrong password is told before the dashboard opens. */
async function showRemote(computer: string, options: CommonOptions): Promise<void> {
  await using console = await openRemote(computer, options);
  await console.call("status", {});
  await dashboardOn(console, `KMS host ${computer}`, untilEnded());
}
