import { command } from "../command.ts";
import { HeldNotes } from "../held_notes.ts";
import { UsageError } from "../output.ts";
import { openRemote } from "../remote.ts";
import { type CommonOptions, ended, stateFolder } from "../session.ts";
import { dashboardOn, type Face, faceHere, SCREEN_READER_OPTION } from "../terminal.ts";

/** `kms` alone: the dashboard on a terminal, attached to the running host or starting it. Elsewhere nobody would see it. */
export const dashboard = command({
  words: "$0",
  summary: "The dashboard of a host, on a terminal",
  options: SCREEN_READER_OPTION,
  async run({ screenReader, ...options }) {
    const face = faceHere(screenReader);
    if (face === undefined) {
      throw new UsageError("kms alone opens the dashboard, which takes a terminal", { showHelp: true });
    }
    if (options.computer !== undefined) await showRemote(options.computer, face, options);
    else await showLocal(face, options);
  },
});

/** The running host of the folder, which goes on when the dashboard is left; else one that is started here and ends with it. */
async function showLocal(face: Face, options: CommonOptions): Promise<void> {
  const { attachToHost } = await import("../../app/consoles/attach.ts");
  const signal = untilEnded();
  using notes = new HeldNotes();
  await using attached = await attachToHost(stateFolder(options), {
    note: (text) => notes.take(`kms: ${text}`),
    ending: signal,
  });
  notes.hold();
  await dashboardOn(attached.console, { title: "KMS host", face, mayStop: !attached.started, signal });
}

/** A wrong password is told before the dashboard opens. */
async function showRemote(computer: string, face: Face, options: CommonOptions): Promise<void> {
  await using console = await openRemote(computer, options);
  await console.call("status", {});
  await dashboardOn(console, { title: `KMS host ${computer}`, face, mayStop: true, signal: untilEnded() });
}

function untilEnded(): AbortSignal {
  const stopping = new AbortController();
  ended({ hangUp: true }).then(() => stopping.abort());
  return stopping.signal;
}
