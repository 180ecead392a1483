import { needProgram } from "../programs/need_program.ts";

/**
 * Transcripts: what a person types and sees, run for real. A file of them reads
 *
 *     # a comment
 *     $ kms authority init --dir pub --publisher Contoso
 *     Authority of Contoso made in pub.
 *     2> what stands on standard error
 *     [exit 1]
 *
 * Commands run in one bash, in a temporary folder, so variables and background processes live on. `<...>` stands for any text
 * within a line, a line of `...` for any lines. Exit status 0 is expected where none is written.
 */
export interface Step {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly command: string;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exit: number;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

export function parseTranscript(text: string): Step[] {
  const steps: { line: number; command: string; stdout: string[]; stderr: string[]; exit: number }[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.startsWith("$ ")) {
      steps.push({ line: i + 1, command: line.slice(2), stdout: [], stderr: [], exit: 0 });
      continue;
    }
    const step = steps.at(-1);
    if (line === "" || line.startsWith("#")) continue;
    if (step === undefined) throw new Error(`line ${i + 1} stands before the first command`);
    const exit = /^\[exit (\d+)\]$/.exec(line);
    if (exit !== null) step.exit = Number(exit[1]);
    else if (line.startsWith("2> ")) step.stderr.push(line.slice(3));
    else step.stdout.push(line);
  }
  return steps;
}

/** What is wrong with what a step printed, or undefined. */
export function stepFault(step: Step, ran: Ran): string | undefined {
  const faults = [
    ran.exit === step.exit ? undefined : `exit status is ${ran.exit}, expected ${step.exit}`,
    linesFault("standard output", step.stdout, ran.stdout),
    linesFault("standard error", step.stderr, ran.stderr),
  ].filter((fault) => fault !== undefined);
  if (faults.length === 0) return undefined;
  return `line ${step.line}: $ ${step.command}\n${
    faults.join("\n")
  }\n--- standard output\n${ran.stdout}--- standard error\n${ran.stderr}`;
}

function linesFault(what: string, expected: readonly string[], printed: string): string | undefined {
  const pattern = expected.map((line) => line === "..." ? "(?:.*\\n)*" : `${escaped(line)}\\n`).join("");
  return new RegExp(`^${pattern}$`).test(printed) ? undefined : `${what} is not as written`;
}

function escaped(line: string): string {
  return line.split("<...>").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join(".*");
}

/** The functions that transcripts may use besides what a shell has. */
const PRELUDE = `
# waits until FILE has a line, at most 20 seconds
until_line() { for _ in $(seq 200); do [ -s "$1" ] && return; sleep 0.1; done; echo "no line in $1" >&2; return 1; }
# waits until FILE has TEXT in it, at most 20 seconds
until_text() { for _ in $(seq 200); do grep -qs -- "$2" "$1" && return; sleep 0.1; done; echo "no $2 in $1" >&2; return 1; }
# the port in a line of JSON that serve printed
port_of() { until_line "$1" && sed -E 's/.*"port":([0-9]+).*/\\1/;q' "$1"; }
url_of() { until_line "$1" && sed -E 's/.*"url":"([^"]+)".*/\\1/;q' "$1"; }
# ends a process that the transcript started, and waits for it
stop() { kill -TERM "$1" && wait "$1"; }
# what URL answers with, then its status; [METHOD]
get() { node -e 'fetch(process.argv[1], { method: process.argv[2] }).then(async (answer) => console.log(await answer.text() + answer.status), () => process.exit(7))' "$@"; }
# computers that were programmed by somebody else, from the protocol page alone
computers() { node "$KMS_INDEPENDENT/client.mjs" "$@"; }
`;

/** A bash in a temporary folder and a network of its own (loopback alone), with `kms` on its path: several run beside each other. */
export class TranscriptShell implements AsyncDisposable {
  readonly folder: string;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;

  private constructor(folder: string, process: Deno.ChildProcess) {
    this.folder = folder;
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#lines = linesOf(process.stdout)[Symbol.asyncIterator]();
  }

  /** `kms`: the program under test. */
  static async open(kms: string): Promise<TranscriptShell> {
    const folder = await Deno.makeTempDir({ prefix: "kms-transcript-" });
    await Deno.mkdir(`${folder}/bin`);
    await Deno.symlink(kms, `${folder}/bin/kms`);
    await Deno.mkdir(`${folder}/work`);
    const independent = new URL("../../independent", import.meta.url).pathname;
    await needProgram("ip", "transcripts run in a network of their own by `ip`", "iproute2");
    const process = new Deno.Command("unshare", {
      args: ["--net", "sh", "-c", "ip link set lo up && exec bash --noprofile --norc"],
      cwd: `${folder}/work`,
      env: {
        PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
        HOME: folder,
        XDG_CACHE_HOME: `${kms}.cache`,
        KMS_INDEPENDENT: independent,
        NO_COLOR: "1",
        KMS_STATE: "",
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const shell = new TranscriptShell(folder, process);
    await shell.run(`unset KMS_STATE\n${PRELUDE}`);
    return shell;
  }

  async run(command: string): Promise<Ran> {
    const script = `{ ${command}\n} >../out 2>../err </dev/null; echo "kms-transcript-exit $?"\n`;
    await this.#input.write(new TextEncoder().encode(script));
    const { value } = await this.#lines.next();
    const exit = /^kms-transcript-exit (\d+)$/.exec(value ?? "");
    if (exit === null) throw new Error(`the shell ended at: ${command}`);
    const [stdout, stderr] = await Promise.all([this.#read("out"), this.#read("err")]);
    return { stdout, stderr, exit: Number(exit[1]) };
  }

  /** Ends what the transcript left running, and removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.run("kill $(jobs -p) 2>/dev/null; wait");
    await this.#input.close();
    await this.#process.status;
    await this.#lines.return?.();
    await Deno.remove(this.folder, { recursive: true });
  }

  #read(name: string): Promise<string> {
    return Deno.readTextFile(`${this.folder}/${name}`);
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (
    const text of stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
  ) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
