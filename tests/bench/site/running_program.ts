/** USER_HZ, in which Linux tells of processor time whatever it runs on. */
const TICKS_A_SECOND = 100;

export interface RunOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs beside the bench, and is ended with it. */
export class RunningProgram implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #path: string;

  constructor(path: string, { args, env = {} }: RunOptions) {
    this.#path = path;
    this.#process = new Deno.Command(path, {
      args: [...args],
      env: { ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** The first line that it prints. To be asked for once; rejects where it ends without one. */
  async firstLine(): Promise<string> {
    const lines = this.#process.stdout.pipeThrough(
      new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
    );
    let text = "";
    for await (const part of lines.values({ preventCancel: true })) {
      text += part;
      const end = text.indexOf("\n");
      if (end >= 0) return text.slice(0, end);
    }
    throw new Error(`${this.#path} ended before it said anything`);
  }

  /** What of it is in memory now, in megabytes (VmRSS: Linux alone). */
  memory(): number {
    return memoryOf(this.pid);
  }

  /** Seconds of processor time that all its threads have taken so far, the system's for it included (Linux alone). */
  processorTime(): number {
    const fields = Deno.readTextFileSync(`/proc/${this.pid}/stat`).split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  /** Ends it as it likes; `signal` SIGKILL gives it no choice. */
  async end(signal: Deno.Signal = "SIGTERM"): Promise<void> {
    try {
      this.#process.kill(signal);
    } catch {
      // it has ended by itself
    }
    await this.#process.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
    await this.#process.stdout.cancel().catch(() => {});
  }
}

/** Megabytes of a process that are in memory. */
export function memoryOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) * 1024 / 1e6;
}
