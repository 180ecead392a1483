import { RUNTIME_FLAGS } from "../../../tools/run_deno.ts";

const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

/** A Deno program of tests/support that runs beside the test and prints lines. */
export class ChildProgram implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #rest = "";

  /** `limits`: shell commands before it, such as `ulimit -n 64`. */
  constructor(name: string, args: readonly string[] = [], limits = "true") {
    const script = new URL(`../children/${name}`, import.meta.url).pathname;
    this.#process = new Deno.Command("bash", {
      args: [
        "-c",
        `${limits}; exec "$0" "$@"`,
        Deno.execPath(),
        "run",
        ...RUNTIME_FLAGS,
        "--no-check",
        "--config",
        CONFIG,
        script,
        ...args,
      ],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const decoder = new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>;
    this.#lines = this.#process.stdout.pipeThrough(decoder).getReader();
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** The next line that it prints. Rejects when it ends without one. */
  async line(): Promise<string> {
    while (!this.#rest.includes("\n")) {
      const { value, done } = await this.#lines.read();
      if (done) throw new Error("the child ended");
      this.#rest += value;
    }
    const [line, ...others] = this.#rest.split("\n");
    this.#rest = others.join("\n");
    return line!;
  }

  /** Asks it to end, and gives its exit status. */
  async end(): Promise<number> {
    this.#process.kill("SIGTERM");
    return (await this.#process.status).code;
  }

  /** Ends it with SIGKILL, which it cannot answer to. */
  async kill(): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // it has ended by itself
    }
    await this.#process.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#lines.cancel();
  }
}
