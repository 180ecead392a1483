import { freePort } from "../../support/programs/free_port.ts";
import { firstReply } from "./first_reply.ts";
import { type Load, type LoadOptions, runLoad, sound } from "./load.ts";
import { buildPrograms, type Programs } from "./programs.ts";
import { RunningProgram, type RunOptions } from "./running_program.ts";
import { type ActivatedHost, activateHost, type Contents, fill } from "./state_folders.ts";
import { lookAround, type Surroundings } from "./surroundings.ts";

export interface SiteOptions {
  /** Turns of each figure. */
  readonly rounds: number;
  /** How long clients ask in a round. */
  readonly milliseconds: number;
  /** Takes a line for who waits. */
  readonly progress: (text: string) => void;
}

/** A program that listens: the host or its reference. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
  readonly program: RunningProgram;
}

/** Where is measured: programs, state folders, and what runs. Folders are on the disk that temporary files are on. */
export class Site implements AsyncDisposable {
  readonly options: SiteOptions;
  readonly programs: Programs;
  readonly surroundings: Surroundings;
  readonly #folder: string;
  readonly #activated: ActivatedHost;
  readonly #filled = new Map<string, Promise<string>>();
  #copies = 0;

  private constructor(
    options: SiteOptions,
    made: { programs: Programs; surroundings: Surroundings; folder: string; activated: ActivatedHost },
  ) {
    this.options = options;
    this.programs = made.programs;
    this.surroundings = made.surroundings;
    this.#folder = made.folder;
    this.#activated = made.activated;
  }

  static async open(options: SiteOptions): Promise<Site> {
    options.progress("building");
    const programs = await buildPrograms();
    const folder = await Deno.makeTempDir({ prefix: "kms-bench-" });
    const activated = await activateHost(folder);
    await Deno.writeFile(`${folder}/identity`, activated.identity);
    const surroundings = await lookAround(programs, folder);
    return new Site(options, { programs, surroundings, folder, activated });
  }

  /** A path for a folder of one's own. */
  newPath(): string {
    return `${this.#folder}/${++this.#copies}`;
  }

  /** The state folder of an activated host: a copy of one's own. */
  async hostFolder(contents: Partial<Contents> = {}): Promise<string> {
    const { machines = 0, events = 0 } = contents;
    const key = `${machines}-${events}`;
    if (!this.#filled.has(key)) this.#filled.set(key, this.#fill(machines, events));
    return await this.#copy(await this.#filled.get(key)!);
  }

  async startHost(folder: string, env: Record<string, string> = {}): Promise<Listening> {
    const args = ["serve", "--state", folder, "--listen", "127.0.0.1", "--port", "0", "--json"];
    return await listening(this.programs.kms, { args, env }, (line) => JSON.parse(line).listening.port);
  }

  /** Milliseconds from the start of a host's program to its first reply; the host is killed then. */
  async startingTime(folder: string): Promise<number> {
    const port = freePort();
    const args = ["serve", "--state", folder, "--listen", "127.0.0.1", "--port", `${port}`];
    const began = performance.now();
    await using _program = new RunningProgram(this.programs.kms, { args });
    await firstReply(port, this.#activated.productId);
    return performance.now() - began;
  }

  async startReference(): Promise<Listening> {
    const args = [this.surroundings.fastest, `${this.#folder}/identity`, this.newPath()];
    return await listening(this.programs.reference, { args }, Number);
  }

  /** Clients of a host or of the reference, all of whom are to be activated. */
  async load({ port }: Listening, options: LoadOptions): Promise<Load> {
    return sound(await runLoad(this.programs.load, { port, ...this.#activated }, options));
  }

  /** A round after another, which are told of. */
  async rounds<T>(round: (n: number) => Promise<T>): Promise<T[]> {
    const done: T[] = [];
    for (let n = 1; n <= this.options.rounds; n++) {
      done.push(await round(n));
      this.options.progress(`  round ${n} of ${this.options.rounds}`);
    }
    return done;
  }

  async #fill(machines: number, events: number): Promise<string> {
    const folder = await this.#copy(this.#activated.folder);
    const { productId } = this.#activated;
    if (machines > 0) await fill(folder, { machines, events, productId });
    return folder;
  }

  async #copy(folder: string): Promise<string> {
    const copy = this.newPath();
    const { success } = await new Deno.Command("cp", { args: ["-a", folder, copy] }).output();
    if (!success) throw new Error(`Cannot copy ${folder}`);
    return copy;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function listening(
  path: string,
  options: RunOptions,
  portIn: (line: string) => number,
): Promise<Listening> {
  const program = new RunningProgram(path, options);
  try {
    const port = portIn(await program.firstLine());
    return { port, program, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
  } catch (error) {
    await program[Symbol.asyncDispose]();
    throw error;
  }
}
