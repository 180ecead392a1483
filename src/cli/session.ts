import type { Console } from "../api/console.ts";
import { OperationError } from "../policy/operation_error.ts";
import { UsageError } from "./output.ts";

/** Options that every command takes. */
export interface CommonOptions {
  readonly state: string | undefined;
  readonly json: boolean;
}

/** Opens the state folder for one command, over the running host or by itself, and closes it again. */
export async function withConsole<T>(
  options: CommonOptions,
  access: "read" | "write",
  work: (console: Console) => Promise<T>,
): Promise<T> {
  const { openConsole } = await import("../app/open_console.ts");
  await using opened = await openConsole(stateFolder(options), access === "write");
  return await work(opened);
}

/** The state folder that is meant: --state, KMS_STATE, else the place that the system has for it. */
export function stateFolder({ state }: Pick<CommonOptions, "state">): string {
  const named = state ?? (Deno.env.get("KMS_STATE") || undefined);
  if (named === "") throw new UsageError("--state needs the name of a folder");
  return named ?? defaultFolder();
}

function defaultFolder(): string {
  const home = Deno.env.get("HOME") ?? "/";
  switch (Deno.build.os) {
    case "windows":
      return `${Deno.env.get("ProgramData") ?? "C:\\ProgramData"}\\kms`;
    case "darwin":
      return Deno.uid() === 0
        ? "/Library/Application Support/kms"
        : `${home}/Library/Application Support/kms`;
    default:
      return Deno.uid() === 0
        ? "/var/lib/kms"
        : `${Deno.env.get("XDG_STATE_HOME") ?? `${home}/.local/state`}/kms`;
  }
}

/** The text of a file that was named on the command line. Rejects with OperationError where it cannot be read. */
export async function readFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Error
      ? error.message
      : error;
    throw new OperationError(`Cannot read ${path}: ${why}`, {
      remedy: "check the name of the file",
      cause: error,
    });
  }
}

/**
 * Resolves at the first Ctrl-C or request to end; with `hangUp` also when the terminal is closed. Without, a hang-up does what the system
 * says: nothing to a program that was started with nohup.
 */
export function ended({ hangUp } = { hangUp: false }): Promise<void> {
  const unix: Deno.Signal[] = hangUp ? ["SIGINT", "SIGTERM", "SIGHUP"] : ["SIGINT", "SIGTERM"];
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT", "SIGBREAK"] : unix;
  return new Promise((resolve) => {
    for (const signal of signals) Deno.addSignalListener(signal, () => resolve());
  });
}
