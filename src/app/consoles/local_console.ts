import { connectApi } from "../../adapters/network/api_endpoint.ts";
import { systemTimer } from "../../adapters/system/system.ts";
import { absolutePath } from "../../adapters/system/this_system.ts";
import { ApiConsole } from "../../api/client.ts";
import type { Console } from "../../api/console.ts";
import type { Input, Output, RouteName } from "../../api/routes.ts";
import type { WatchLine } from "../../api/types.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { lively } from "./lively.ts";

/**
 * The host that runs on a folder, whichever process that is: after the stream of changes has ended, the next call or stream looks for
 * the host anew. One that was started again has another socket, and on Windows another port and token.
 */
export class LocalConsole implements Console {
  readonly live = true;
  readonly #folder: string;
  #found: ApiConsole | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether a host runs there now. */
  async isThere(): Promise<boolean> {
    return (this.#found ??= await find(this.#folder)) !== undefined;
  }

  async call<Name extends RouteName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    return await (await this.#host()).call(name, input);
  }

  async *watch(signal: AbortSignal): AsyncGenerator<WatchLine> {
    const host = await this.#host();
    try {
      yield* lively((ended) => host.watch(ended), systemTimer, signal);
    } finally {
      await this.#forget(host);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#found !== undefined) await this.#forget(this.#found);
  }

  async #host(): Promise<ApiConsole> {
    if (await this.isThere()) return this.#found!;
    throw new OperationError(`No host runs on the folder ${await absolutePath(this.#folder)}`, {
      remedy: "start it: kms serve",
    });
  }

  async #forget(host: ApiConsole): Promise<void> {
    if (this.#found === host) this.#found = undefined;
    await host[Symbol.asyncDispose]();
  }
}

async function find(folder: string): Promise<ApiConsole | undefined> {
  const found = await connectApi(folder);
  return found === undefined ? undefined : new ApiConsole(found.send, found.close);
}
