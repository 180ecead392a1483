import { outputOf } from "../programs/programs.ts";

const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;

/**
 * A network of its own with two computers, `a` (10.9.0.1) and `b` (10.9.0.2): two network namespaces of Linux, joined by a pair of virtual
 * Ethernet interfaces named `lan0`. Nothing that is sent there reaches an interface of this computer.
 */
export class Lan implements AsyncDisposable {
  readonly #others: LanComputer[] = [];

  private constructor(readonly a: LanComputer, readonly b: LanComputer) {}

  static async open(): Promise<Lan> {
    const lan = new Lan(await LanComputer.start(), await LanComputer.start());
    await lan.connect();
    return lan;
  }

  /** Puts the cable in. */
  async connect(): Promise<void> {
    await cable(this.a, this.b, "lan0", "10.9.0");
  }

  /** Pulls it out: the interfaces are gone on both sides. */
  async disconnect(): Promise<void> {
    await this.a.run("ip", "link", "delete", "lan0");
  }

  /** A computer (10.9.1.2) that is joined to `a` (10.9.1.1) by another cable, `lan1`. */
  async another(): Promise<LanComputer> {
    const computer = await LanComputer.start();
    this.#others.push(computer);
    await cable(this.a, computer, "lan1", "10.9.1");
    return computer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.a, this.b, ...this.#others].map((computer) => computer.stop()));
  }
}

/** Joins two computers, which get the addresses 1 and 2. */
async function cable(one: LanComputer, other: LanComputer, name: string, subnet: string): Promise<void> {
  await one.run("ip", "link", "add", name, "type", "veth", "peer", "name", name, "netns", `${other.pid}`);
  await one.configure(name, `${subnet}.1`);
  await other.configure(name, `${subnet}.2`);
}

/** What a computer has of its own, as unshare and nsenter call it: `mount`, the files that are put over others; `uts`, its name. */
export type Namespace = "net" | "mount" | "uts";

/** A computer on it: a network namespace, which lives as long as a process in it. */
export class LanComputer {
  private constructor(readonly holder: Deno.ChildProcess, readonly namespaces: readonly Namespace[]) {}

  static async start(namespaces: readonly Namespace[] = ["net"]): Promise<LanComputer> {
    const holder = new Deno.Command("unshare", {
      args: [...optionsOf(namespaces), "sh", "-c", "echo ready; exec sleep 600"],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    const { done } = await reader.read();
    await reader.cancel();
    const computer = new LanComputer(holder, namespaces);
    if (!done) {
      await holder.stderr.cancel();
      return computer;
    }
    const said = (await new Response(holder.stderr).text()).trim();
    await holder.status;
    throw new Error(
      `multicast is tested in network namespaces, which root may make (CAP_SYS_ADMIN and CAP_NET_ADMIN): ${said}`,
    );
  }

  get pid(): number {
    return this.holder.pid;
  }

  async configure(name: string, address: string): Promise<void> {
    await this.run("ip", "link", "set", "lo", "up");
    await this.run("ip", "address", "add", `${address}/24`, "dev", name);
    await this.run("ip", "link", "set", name, "up");
  }

  /** Runs a program there to its end. */
  async run(program: string, ...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await outputOf("nsenter", ...this.wordsFor([program, ...args]));
    if (!success) throw new Error(`${program} ${args.join(" ")} failed: ${stderr}`);
    return stdout;
  }

  /** Starts a program there, which prints lines. */
  start(program: string, ...args: string[]): LanProgram {
    return new LanProgram(this.wordsFor([program, ...args]));
  }

  /** Starts a Deno program of tests/support there. */
  startChild(name: string, ...args: string[]): LanProgram {
    const script = new URL(`../children/${name}`, import.meta.url).pathname;
    return this.start(
      Deno.execPath(),
      "run",
      "-A",
      "--no-check",
      "--cached-only",
      "--config",
      CONFIG,
      script,
      ...args,
    );
  }

  async stop(): Promise<void> {
    this.holder.kill("SIGKILL");
    await this.holder.status;
  }

  /** What nsenter takes to run a command there. */
  wordsFor(command: readonly string[]): string[] {
    return ["--target", `${this.pid}`, ...optionsOf(this.namespaces), "--", ...command];
  }
}

function optionsOf(namespaces: readonly Namespace[]): string[] {
  return namespaces.map((name) => `--${name}`);
}

/** A program on one of the computers that prints lines until it is asked to end. */
export class LanProgram implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #rest = "";

  constructor(args: string[]) {
    this.#process = new Deno.Command("nsenter", { args, stdin: "null", stdout: "piped", stderr: "inherit" })
      .spawn();
    const decoder = new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>;
    this.#lines = this.#process.stdout.pipeThrough(decoder).getReader();
  }

  /** Resolves once it prints such a line. Rejects when it ends without one. */
  async prints(pattern: RegExp): Promise<void> {
    while (!pattern.test(await this.#line()));
  }

  /** The next of its lines, of JSON, that fits. Rejects when it ends without one. */
  async says<T>(fits: (value: T) => boolean): Promise<T> {
    while (true) {
      const value = JSON.parse(await this.#line()) as T;
      if (fits(value)) return value;
    }
  }

  /** Asks it to end, and gives its exit status. */
  async end(): Promise<number> {
    this.#process.kill("SIGTERM");
    return (await this.#process.status).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // it has ended by itself
    }
    await this.#process.status;
    await this.#lines.cancel();
  }

  async #line(): Promise<string> {
    while (!this.#rest.includes("\n")) {
      const { value, done } = await this.#piece();
      if (done) throw new Error("the program ended");
      this.#rest += value;
    }
    const [line, ...others] = this.#rest.split("\n");
    this.#rest = others.join("\n");
    return line!;
  }

  /** Rejects where nothing comes for a minute: then it never will. */
  async #piece(): Promise<ReadableStreamReadResult<string>> {
    const { promise, reject } = Promise.withResolvers<never>();
    const limit = setTimeout(() => reject(new Error("the program prints nothing more")), 60_000);
    try {
      return await Promise.race([this.#lines.read(), promise]);
    } finally {
      clearTimeout(limit);
    }
  }
}
