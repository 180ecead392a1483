import { openConsole } from "../../../src/app/consoles/open_console.ts";
import type { Console } from "../../../src/api/console.ts";
import { decodeLicenceFile } from "../../../src/crypto/licence_file.ts";
import { fromHex } from "../../../src/protocol/bytes.ts";
import { ChildProgram } from "../../support/programs/child_process.ts";
import { TestSite } from "../../support/roles/test_site.ts";

/** The program itself in a process of its own, as a host that is activated for a product from the first computer on. */
export class RunningProgram implements AsyncDisposable {
  readonly port: number;
  readonly productId: Uint8Array;
  readonly #site: TestSite;
  readonly #child: ChildProgram;

  private constructor(site: TestSite, child: ChildProgram, port: number) {
    this.#site = site;
    this.#child = child;
    this.port = port;
    const { products } = decodeLicenceFile(site.licence).payload;
    this.productId = fromHex(products.find(({ name }) => name === "Server")!.id, 16, "product ID");
  }

  /** `limits`: shell commands before it, such as `ulimit -n 200`. */
  static async start(limits?: string): Promise<RunningProgram> {
    const site = await TestSite.make();
    const folder = site.folder();
    {
      await using console = await openConsole(folder, true);
      await site.activate(console);
    }
    const words = ["serve", "--state", folder, "--listen", "127.0.0.1", "--port", "0"];
    const child = new ChildProgram("serving_child.ts", words, limits);
    const port = Number(/port (\d+)/.exec(await child.line())![1]);
    return new RunningProgram(site, child, port);
  }

  /** Over the socket in its folder. */
  console(): Promise<Console> {
    return openConsole(this.#site.folder(), false);
  }

  /** Of its process, in bytes: what is in memory now, and the most that ever was. */
  async memory(): Promise<{ readonly now: number; readonly peak: number }> {
    const status = await Deno.readTextFile(`/proc/${this.#child.pid}/status`);
    const bytes = (name: string) => 1024 * Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]);
    return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
    await this.#site[Symbol.asyncDispose]();
  }
}

/** `312 MB` */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
