import { connectApi } from "../adapters/api_endpoint.ts";
import { ApiConsole } from "../api/client.ts";
import type { Console } from "../api/console.ts";
import { OperationError } from "../policy/operation_error.ts";
import { type StartedHost, startHost } from "./start_host.ts";

export interface Attached extends AsyncDisposable {
  readonly console: Console;
}

/** The console of the host that runs on a folder; one is started, and ended with it, where none does. Rejects with OperationError. */
export async function attachToHost(folder: string, note: (text: string) => void): Promise<Attached> {
  const running = await connectApi(folder);
  if (running !== undefined) return attachedTo(new ApiConsole(running.send, running.close), undefined);
  const host = await startHost({ folder, address: "0.0.0.0", port: null, note });
  const started = await connectApi(folder);
  if (started === undefined) {
    await host.stop();
    throw new OperationError("The host was started, but its management API does not answer");
  }
  return attachedTo(new ApiConsole(started.send, started.close), host);
}

function attachedTo(console: Console, host: StartedHost | undefined): Attached {
  return {
    console,
    async [Symbol.asyncDispose]() {
      await console[Symbol.asyncDispose]();
      await host?.stop();
    },
  };
}
