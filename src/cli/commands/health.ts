import type { Health } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { type CommonOptions, withConsole } from "../session.ts";
import { command } from "../command.ts";
import { healthLines, PLUGIN_STATUS, pluginLine, type PluginState } from "../printing/health_display.ts";
import { describeError, ExitStatus, printNote, printResult, UsageError } from "../output.ts";
import { notify } from "./health_notify.ts";
import { set, settings } from "./health_settings.ts";

/** A host that is there answers at once. */
const PATIENCE_MS = 10_000;

export const health = command({
  words: "health",
  summary: "What is wrong with the host, as a monitoring plugin says it",
  about: [
    "kms health alone prints a summary and a line for each condition that holds, the worst first, and ends as monitoring plugins " +
    "(Nagios, Icinga) do: exit status 0 where nothing is wrong, 1 for a warning, 2 where something is critical, also that no host runs, " +
    "and 3 where it cannot be told.",
  ],
  subcommands: [settings, set, notify],
  run: show,
});

async function show(options: CommonOptions): Promise<void> {
  const status = await look(options);
  if (status !== PLUGIN_STATUS.ok) throw new ExitStatus(status);
}

/** Prints how the host is, or why that cannot be told; resolves with the exit status. */
async function look(options: CommonOptions): Promise<number> {
  try {
    const found = await withConsole(
      options,
      "read",
      (console) => inTime(console.call("health", {}), options),
    );
    printResult(options.json, found, healthLines(found));
    return PLUGIN_STATUS[found.severity];
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return tellUnknown(error instanceof Silent ? "critical" : "unknown", error, options.json);
  }
}

function tellUnknown(state: PluginState, error: unknown, json: boolean): number {
  const message = describeError(error);
  try {
    printResult(json, { severity: state, error: message }, [pluginLine(state, message)]);
    return PLUGIN_STATUS[state];
  } catch (fault) {
    printNote(`kms: the result cannot be written: ${describeError(fault)}`);
    return PLUGIN_STATUS.unknown; // what nobody could read is not known
  }
}

/** The host of this computer is there and does not answer: that is known to be bad. */
class Silent extends OperationError {
  override readonly name = "Silent";
}

async function inTime(answer: Promise<Health>, { computer }: CommonOptions): Promise<Health> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timeout = setTimeout(() => {
    const Failure = computer === undefined ? Silent : OperationError;
    reject(
      new Failure(`The host does not answer within ${PATIENCE_MS / 1000} seconds`, {
        remedy: "end it and start it anew: kms service restart",
      }),
    );
  }, PATIENCE_MS);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timeout);
  }
}
