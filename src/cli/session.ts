import type { Console } from "../api/console.ts";
import { defaultFolder } from "../policy/default_folder.ts";
import { OperationError } from "../policy/operation_error.ts";
import { UsageError } from "./output.ts";

/** Options that every command takes. */
export interface CommonOptions {
  readonly state: string | undefined;
  readonly json: boolean;
  /** Another computer's host: HOST or HOST:PORT. */
  readonly computer: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly "password-file": string | undefined;
  readonly passwordFile: string | undefined;
  /** What the other computer's certificate must have, in place of the one that was seen first. */
  readonly fingerprint: string | undefined;
}

/** Opens the state folder for one command, over the running host, by itself or on another computer, and closes it again. */
export async function withConsole<T>(
  options: CommonOptions,
  access: "read" | "write",
  work: (console: Console) => Promise<T>,
): Promise<T> {
  await using opened = await openFor(options, access);
  return await work(opened);
}

async function openFor(options: CommonOptions, access: "read" | "write"): Promise<Console> {
  if (options.computer !== undefined) {
    const { openRemote } = await import("./remote.ts");
    return await openRemote(options.computer, options);
  }
  refuseSignIn(options);
  const { openConsole } = await import("../app/consoles/open_console.ts");
  return await openConsole(stateFolder(options), access === "write");
}

/** On this computer nobody signs in: such an option was meant for something else. */
export function refuseSignIn({ user, password, passwordFile, fingerprint }: CommonOptions): void {
  const given = Object.entries({ user, password, "password-file": passwordFile, fingerprint })
    .find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given[0]} is for another computer: kms COMPUTER USER, then the option`);
}

/** The state folder that is meant: --state, KMS_STATE, else the place that the system has for it. */
export function stateFolder({ state }: Pick<CommonOptions, "state">): string {
  const named = state ?? (Deno.env.get("KMS_STATE") || undefined);
  if (named === "") throw new UsageError("--state needs the name of a folder");
  return named ?? defaultFolder({
    platform: Deno.build.os === "windows" ? "win32" : Deno.build.os,
    isRoot: Deno.uid() === 0,
    env: (name) => Deno.env.get(name),
  });
}

/** The text of a file that was named on the command line. Rejects with OperationError where it cannot be read. */
export async function readFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const remedy = error instanceof Deno.errors.PermissionDenied
      ? "let the user that runs kms read it"
      : "check the name of the file";
    throw new OperationError(`Cannot read ${path}: ${whyUnread(error)}`, { remedy, cause: error });
  }
}

/** Deno adds number, call and path, which say nothing more. */
function whyUnread(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  return (error instanceof Error ? error.message : String(error)).replace(/ \(os error \d+\).*$/, "");
}

/**
 * Resolves at the first Ctrl-C or request to end; with `hangUp` also when the terminal is closed. Without, a hang-up does what the system
 * says: nothing to a program that was started with nohup.
 */
export function ended({ hangUp } = { hangUp: false }): Promise<void> {
  const unix: Deno.Signal[] = hangUp ? ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] : ["SIGINT", "SIGTERM"];
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT", "SIGBREAK"] : unix;
  return new Promise((resolve) => {
    for (const signal of signals) Deno.addSignalListener(signal, () => resolve());
  });
}

/** Aborted at the first Ctrl-C or request to end. */
export function endedSignal(): AbortSignal {
  const ending = new AbortController();
  ended().then(() => ending.abort());
  return ending.signal;
}
