import { needProgram } from "./need_program.ts";
import { TempFolder } from "../disk/temp_folder.ts";

/** One that answers later than this does not work. */
const PATIENCE_MS = 40_000;

/** A Prometheus of Debian's that looks at one address on loopback every second. */
export class PrometheusServer implements AsyncDisposable {
  readonly #folder: TempFolder;
  readonly #process: Deno.ChildProcess;
  readonly #port: number;
  readonly #until = Date.now() + PATIENCE_MS;

  private constructor(folder: TempFolder, process: Deno.ChildProcess, port: number) {
    this.#folder = folder;
    this.#process = process;
    this.#port = port;
  }

  /** `target`: ADDR:PORT. */
  static async start(target: string): Promise<PrometheusServer> {
    await needProgram("prometheus", "a real Prometheus scrapes the host");
    const folder = await TempFolder.make();
    const config = `${folder.path}/prometheus.yml`;
    const scrape = { job_name: "kms", scrape_interval: "1s", static_configs: [{ targets: [target] }] };
    await Deno.writeTextFile(config, JSON.stringify({ scrape_configs: [scrape] }));
    const port = freePort();
    const process = new Deno.Command("prometheus", {
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${folder.path}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
    return new PrometheusServer(folder, process, port);
  }

  /** The value of a query that has one result, once it has one and `good` takes it. */
  async value(query: string, good: (value: number) => boolean): Promise<number> {
    while (true) {
      const value = await this.#ask(query).catch(() => undefined);
      if (value !== undefined && good(value)) return value;
      if (Date.now() > this.#until) throw new Error(`Prometheus gives ${value} for ${query}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #ask(query: string): Promise<number | undefined> {
    const url = `http://127.0.0.1:${this.#port}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { data } = await (await fetch(url)).json();
    const value = data.result[0]?.value[1];
    return value === undefined ? undefined : Number(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.status;
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** A port that is free now. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
