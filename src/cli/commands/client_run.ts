import { mayRun, standingLines, standingOf } from "../printing/client_standing.ts";
import { command } from "../command.ts";
import { EXIT, ExitStatus, printNote, printResult, printText } from "../output.ts";
import {
  forgivingPrint,
  jsonPrinter,
  linePrinter,
  type RunPrinter,
  terminalPrinter,
} from "../printing/run_printer.ts";
import { endedSignal, refuseSignIn, stateFolder } from "../session.ts";
import type { StatusLine } from "../printing/status_line.ts";

export const run = command({
  words: "run",
  summary: "Keep this computer activated, until it is ended",
  about: [
    "Tries every activation interval until the computer is activated, and renews every renewal interval, both as the host last told " +
    "them; again soon after the network has changed. The folder is free for other commands meanwhile; without a product key it " +
    "waits for one. On a terminal one line shows how it stands; elsewhere a line is printed whenever that changes, with --json a " +
    "line of what kms client status --json shows and the trouble that there is.",
    "kms service install --client has it run whenever the computer does. Exit status 0 when it is ended (Ctrl-C, SIGTERM), 1 where " +
    "lines could not be written to standard output.",
  ],
  hereOnly: true,
  async run({ json, ...options }) {
    refuseSignIn({ json, ...options });
    const { runClient } = await import("../../app/clients/run_client.ts");
    const { terminalLine } = await import("../printing/status_line.ts");
    const signal = endedSignal();
    using line = json ? undefined : terminalLine();
    const note = (text: string) => printNote(`kms: ${text}`);
    const { print, failed } = forgivingPrint(printText, note);
    const { show } = printerFor(json, line, print);
    if (line !== undefined) note("this computer is kept activated; Ctrl-C ends that");
    await runClient({ folder: stateFolder(options), signal, seen: show, note });
    if (failed()) throw new ExitStatus(EXIT.failed);
  },
});

function printerFor(
  json: boolean,
  line: StatusLine | undefined,
  print: (line: string) => void,
): RunPrinter {
  const note = (text: string) => printNote(`kms: ${text}`);
  if (json) return jsonPrinter(print);
  return line === undefined ? linePrinter(print, note) : terminalPrinter(line, note);
}

export const status = command({
  words: "status",
  summary: "Show how this computer stands as a client, offline",
  about: [
    "What a product asks before it runs, in any language: no host is asked, nothing is written, and it answers while another command " +
    "or kms client run works on the folder. The members of --json are described in docs/clients.md and stay as they are.",
    "Exit status 0 when it could be told; with --check 1 unless the product may run: it is licensed, or within a grace period.",
  ],
  hereOnly: true,
  options: {
    check: {
      type: "boolean",
      default: false,
      describe: "exit status 1 unless licensed or within a grace period",
    },
  },
  async run({ json, check, ...options }) {
    refuseSignIn({ json, ...options });
    const { readClientStatus } = await import("../../app/clients/client_status.ts");
    const found = await readClientStatus(stateFolder(options));
    printResult(json, standingOf(found), standingLines(found));
    if (check && !mayRun(found)) throw new ExitStatus(EXIT.failed);
  },
});
