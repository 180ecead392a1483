const CHILD = new URL("./dashboard_child.ts", import.meta.url).pathname;

interface Mark {
  /** Seconds of processor time since it began, and of time. */
  readonly cpu: number;
  readonly at: number;
  readonly frames: number;
}

/** What a while of a dashboard cost. */
export interface Cost {
  /** Of one core. */
  readonly share: number;
  readonly framesASecond: number;
}

/** A dashboard in a process of its own, whose cost is measured. */
export class MeasuredDashboard implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #asking: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: ReadableStreamDefaultReader<Uint8Array>;

  private constructor(folder: string) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CHILD, folder],
      env: { NODE_ENV: "production" }, // as the built program has it
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#asking = this.#process.stdin.getWriter();
    this.#answers = this.#process.stdout.getReader();
  }

  /** Resolves when it has drawn for a while: loading is not measured. */
  static async open(folder: string): Promise<MeasuredDashboard> {
    const dashboard = new MeasuredDashboard(folder);
    while ((await dashboard.#mark()).frames < 3) await new Promise((resolve) => setTimeout(resolve, 200));
    return dashboard;
  }

  async during(work: () => Promise<void>): Promise<Cost> {
    const before = await this.#mark();
    await work();
    const after = await this.#mark();
    const seconds = after.at - before.at;
    return {
      share: (after.cpu - before.cpu) / seconds,
      framesASecond: (after.frames - before.frames) / seconds,
    };
  }

  /** A key, as a terminal sends it. */
  async press(key: string): Promise<void> {
    await this.#mark(key);
  }

  async #mark(key = "\n"): Promise<Mark> {
    await this.#asking.write(new TextEncoder().encode(key));
    const { value } = await this.#answers.read();
    return JSON.parse(new TextDecoder().decode(value));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#asking.close();
    await this.#answers.cancel();
    await this.#process.status;
  }
}
