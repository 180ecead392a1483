import type { Console } from "../../../src/api/console.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import type { SeededRandom } from "../../support/fakes/seeded_random.ts";
import { TestSite } from "../../support/roles/test_site.ts";
import { Asking } from "./asking.ts";
import { Audit } from "./audit.ts";
import { HostProcess, type Shape } from "./host_process.ts";
import { type Pace, steadily, underLoad } from "./load.ts";
import { ActivationRecord } from "./record.ts";

/** A host's folder whose processes are killed one after another, the computers that ask them, and what holds the one against the other. */
export class KilledHost implements AsyncDisposable {
  readonly #site: TestSite;
  readonly record = new ActivationRecord();
  readonly asking: Asking;
  readonly audit: Audit;

  private constructor(site: TestSite, readonly random: SeededRandom, readonly computers: number) {
    this.#site = site;
    this.asking = new Asking(site.licence, this.record);
    this.audit = new Audit(this.folder, this.record);
  }

  static async make(random: SeededRandom, computers: number): Promise<KilledHost> {
    const site = await TestSite.make();
    try {
      await using console = await openConsole(site.folder("host"), true);
      await site.activate(console);
      return new KilledHost(site, random, computers);
    } catch (error) {
      await site[Symbol.asyncDispose]();
      throw error;
    }
  }

  get folder(): string {
    return this.#site.folder("host");
  }

  /** Starts its next process: it must listen, have what it should, and answer. */
  async start(shape: Shape): Promise<HostProcess> {
    return await this.#start(shape, (console) => this.audit.host(console));
  }

  async #start(shape: Shape, look: (console: Console) => Promise<void>): Promise<HostProcess> {
    const host = await HostProcess.start(this.folder, shape);
    try {
      await using console = await host.console();
      await look(console);
      await this.asking.activateAlone(host.port, "computer-0");
      return host;
    } catch (error) {
      await host.kill();
      throw error;
    }
  }

  /** Has many computers ask it; resolves when it was killed. */
  async load(host: HostProcess): Promise<void> {
    const { asking, random, computers } = this;
    await underLoad({ host, asking, random, computers });
  }

  /** Has computers ask it at a steady pace; resolves when all were answered, or it was killed. */
  async steadily(host: HostProcess, pace: Pace): Promise<void> {
    const { asking, random, computers } = this;
    await steadily({ host, asking, random, computers }, pace);
  }

  /** Starts a process once more and goes through all that it knows, then through the folder that it leaves. */
  async auditAll(): Promise<void> {
    const host = await this.#start("host", (console) => this.audit.wholeHost(console));
    await host.kill();
    await this.audit.folder();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#site[Symbol.asyncDispose]();
  }
}

/** Changes a setting that the host's checkpoint follows on at once. The host may be killed before it answers. */
export async function askForCheckpoint(host: HostProcess, random: SeededRandom): Promise<void> {
  try {
    await using console = await host.console();
    await console.call("changeSetting", { name: "journalMaxAgeDays", value: 400 + random.upTo(1000) });
  } catch (error) {
    if (!host.killed) throw error;
  }
}
