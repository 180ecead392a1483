import type { NotifyStatus } from "../../api/types.ts";
import { type NotifyTarget, targetFault } from "../../policy/notify.ts";
import { command } from "../command.ts";
import { countOf, formatTime, printResult, UsageError } from "../output.ts";
import { withConsole } from "../session.ts";

const TOLD: Readonly<Record<NotifyStatus["kind"], string>> = {
  off: "Nobody is told of alerts: kms health notify --webhook URL, or --command CMD.",
  command: "Alerts are told to a command",
  webhook: "Alerts are told to a webhook",
};

export const notify = command({
  words: "notify",
  summary: "Show or set whom the host tells when an alert is raised or cleared",
  about: [
    "A webhook gets an HTTP POST with JSON; a command is run by the shell with the same JSON on its standard input and KMS_EVENT (raised, " +
    "cleared or test), KMS_SEVERITY, KMS_CONDITION, KMS_TEXT, KMS_REMEDY, KMS_SINCE, KMS_TIME, KMS_TITLE and KMS_COMPUTER in its environment. " +
    "What fails is tried again, five times within an hour.",
    "A command is run with the rights of the host, so it is taken on the host's own computer alone, and not over kms COMPUTER USER.",
  ],
  options: {
    command: { type: "string", describe: "a line of the shell to run, 30 seconds at most" },
    webhook: { type: "string", describe: "an https:// or http:// address to post to" },
    off: { type: "boolean", describe: "tell nobody" },
    test: { type: "boolean", describe: "send a test now; exit status 1 where it does not arrive" },
  },
  async run({ command, webhook, off, test, ...options }) {
    const target = readTarget(command, webhook, off);
    if (target?.kind === "off" && test === true) {
      throw new UsageError("--off tells nobody: there is nothing to --test");
    }
    await withConsole(options, target === undefined && test !== true ? "read" : "write", async (console) => {
      if (target !== undefined) await console.call("changeNotify", target);
      if (test === true) await console.call("testNotify", {});
      const status = await console.call("notify", {});
      printResult(options.json, test === true ? { ...status, test: "arrived" } : status, [
        ...statusLines(status),
        ...(test === true ? ["The test has arrived."] : []),
      ]);
    });
  },
});

function readTarget(
  command: string | undefined,
  webhook: string | undefined,
  off: boolean | undefined,
): NotifyTarget | undefined {
  const given: NotifyTarget[] = [
    ...(command === undefined ? [] : [{ kind: "command" as const, command }]),
    ...(webhook === undefined ? [] : [{ kind: "webhook" as const, url: webhook }]),
    ...(off === true ? [{ kind: "off" as const }] : []),
  ];
  if (given.length > 1) throw new UsageError("alerts are told in one way: --command, --webhook or --off");
  const [target] = given;
  if (target === undefined) return undefined;
  if (target.kind === "command" && target.command.trim() === "") throw new UsageError("--command is empty");
  const fault = targetFault(target); // before a folder is made for it
  if (fault !== undefined) throw new UsageError(fault);
  return target;
}

function statusLines({ kind, target, failure }: NotifyStatus): string[] {
  if (kind === "off") return [TOLD.off];
  const failed = failure === null ? [] : [
    `    Failed ${formatTime(failure.time)}: ${failure.reason}${
      failure.lost === 0 ? "" : `; ${countOf(failure.lost, "notice")} given up`
    }`,
  ];
  return [`${TOLD[kind]}: ${target}`, ...failed];
}
