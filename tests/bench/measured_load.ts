import process from "node:process";
import { toHex } from "../../src/protocol/bytes.ts";
import type { Target } from "./load.ts";

const CHILD = new URL("./load_child.ts", import.meta.url).pathname;

/** Connections at a steady rate, or so many as fast as they go; at most `clients` at a time. */
export type Wish =
  | { readonly rate: number; readonly seconds: number; readonly clients: number }
  | { readonly exchanges: number; readonly clients: number };

export interface Load {
  /** Activations a second. */
  readonly rate: number;
  /** Microseconds of processor time that this process, the host's, has taken for each. */
  readonly microseconds: number;
}

/** The clients of a host that runs in this process; they have a process of their own. */
export class MeasuredLoad implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #asking: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: ReadableStreamDefaultReader<Uint8Array>;

  constructor({ port, productId }: Target) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CHILD, String(port), toHex(productId)],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#asking = this.#process.stdin.getWriter();
    this.#answers = this.#process.stdout.getReader();
  }

  async ask(wish: Wish): Promise<Load> {
    const began = performance.now();
    const before = process.cpuUsage();
    await this.#asking.write(new TextEncoder().encode(JSON.stringify(wish)));
    const { value } = await this.#answers.read();
    const { user, system } = process.cpuUsage(before);
    const rate = Number(new TextDecoder().decode(value));
    const seconds = (performance.now() - began) / 1000;
    return { rate, microseconds: (user + system) / (rate * seconds) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#asking.close();
    await this.#answers.cancel();
    await this.#process.status;
  }
}
