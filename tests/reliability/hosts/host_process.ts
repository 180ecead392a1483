import { connectApi } from "../../../src/adapters/network/api_endpoint.ts";
import { ApiConsole } from "../../../src/api/client.ts";
import type { Console } from "../../../src/api/console.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";

/** `program`: `kms serve`, with its supervisor and the worker. `host`: the same host without them, which starts sooner. */
export type Shape = "program" | "host";

/** A host in a process of its own, on the disk of this computer. */
export class HostProcess implements AsyncDisposable {
  readonly folder: string;
  readonly port: number;
  readonly #child: ChildProgram;
  #killed = false;

  private constructor(folder: string, child: ChildProgram, port: number) {
    this.folder = folder;
    this.#child = child;
    this.port = port;
  }

  /** Resolves once it listens. Rejects where it ends before that. */
  static async start(folder: string, shape: Shape): Promise<HostProcess> {
    const child = HostProcess.launch(folder, shape);
    try {
      const { listening } = JSON.parse(await child.line());
      return new HostProcess(folder, child, listening.port);
    } catch (cause) {
      await child[Symbol.asyncDispose]();
      throw new Error("the host did not start", { cause });
    }
  }

  /** Starts one without waiting for it. */
  static launch(folder: string, shape: Shape): ChildProgram {
    if (shape === "host") {
      return new ChildProgram("host_child.ts", [folder], "export DENO_V8_FLAGS=--expose-gc");
    }
    const words = ["serve", "--state", folder, "--listen", "127.0.0.1", "--port", "0", "--json"];
    return new ChildProgram("serving_child.ts", words);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** From here on nothing that it does not answer is a fault. */
  get killed(): boolean {
    return this.#killed;
  }

  /** The console of the running host, and of nothing else. */
  async console(): Promise<Console> {
    const found = await connectApi(this.folder);
    if (found === undefined) throw new Error("the running host does not answer on its management API");
    return new ApiConsole(found.send, found.close);
  }

  /** What its memory comes to once garbage is collected; only of the shape `host`. */
  async collected(): Promise<Deno.MemoryUsage> {
    Deno.kill(this.pid, "SIGUSR2");
    return JSON.parse(await this.#child.line());
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#killed = true;
    await this.#child[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
