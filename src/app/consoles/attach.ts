import type { Console } from "../../api/console.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { LocalConsole } from "./local_console.ts";
import { type StartedHost, startHost } from "../serving/start_host.ts";

export interface Attached extends AsyncDisposable {
  /** Goes on with the host that is started next, where the one it began with ends. */
  readonly console: Console;
  /** Whether the host was started here, and ends with this. */
  readonly started: boolean;
}

/** What there is for a host that is started. */
export interface AttachOptions {
  /** Takes a line for people. */
  readonly note: (text: string) => void;
  /** Aborted where nobody waits for it any more. */
  readonly ending: AbortSignal;
}

/** The console of the host that runs on a folder; one is started, and ended with it, where none does. Rejects with OperationError. */
export async function attachToHost(folder: string, options: AttachOptions): Promise<Attached> {
  const console = new LocalConsole(folder);
  if (await console.isThere()) return attachedTo(console, undefined);
  const host = await startedOn(folder, options, console);
  if (await console.isThere()) return attachedTo(console, host);
  await host?.stop();
  throw new OperationError("The host was started, but its management API does not answer");
}

/** Undefined where another process was just starting one. */
async function startedOn(
  folder: string,
  options: AttachOptions,
  console: LocalConsole,
): Promise<StartedHost | undefined> {
  try {
    return await startHost({ folder, address: "0.0.0.0", port: null, ...options });
  } catch (error) {
    if (await console.isThere()) return undefined;
    throw error;
  }
}

function attachedTo(console: LocalConsole, host: StartedHost | undefined): Attached {
  return {
    console,
    started: host !== undefined,
    async [Symbol.asyncDispose]() {
      await console[Symbol.asyncDispose]();
      await host?.stop();
    },
  };
}
