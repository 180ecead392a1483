import type { ChildProcess } from "node:child_process";
import process from "node:process";

/** What runs the line of a command. */
export const SHELL = Deno.build.os === "windows" ? "cmd" : "sh";

const LONGEST_MS = 30_000;
const MOST_SAID = 500;

/**
 * Runs a line of the shell with `input` on its standard input and `variables` beside the environment that there is. Rejects with what
 * it says where it ends with another status than 0, or not within 30 seconds: it is then killed with all that it has started.
 */
export async function runCommand(
  line: string,
  input: string,
  variables: Readonly<Record<string, string>>,
  { longestMs = LONGEST_MS } = {},
): Promise<void> {
  const { spawn } = await import("node:child_process");
  const child = spawn(line, {
    shell: true,
    detached: Deno.build.os !== "windows", // a process group of its own, to be killed whole
    stdio: ["pipe", "ignore", "pipe"],
    env: { ...Deno.env.toObject(), ...variables },
    windowsHide: true,
  });
  const said = new Said(child);
  child.stdin?.on("error", () => {}); // it need not read what it is given
  child.stdin?.end(input);
  await ended(child, said, longestMs);
}

/** The beginning of what a command says on standard error; the rest is read and forgotten. */
class Said {
  #text = "";

  constructor({ stderr }: ChildProcess) {
    stderr?.on("data", (chunk: Uint8Array) => {
      if (this.#text.length < MOST_SAID) this.#text += new TextDecoder().decode(chunk.subarray(0, MOST_SAID));
    });
  }

  toString(): string {
    const line = this.#text.trim().split("\n", 1)[0] ?? "";
    return line === "" ? "" : `: ${line.slice(0, MOST_SAID)}`;
  }
}

function ended(child: ChildProcess, said: Said, longestMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let why = `did not end within ${longestMs / 1000} seconds`;
    const refuse = () => {
      clearTimeout(timeout);
      reject(new Error(`the command ${why}`));
    };
    const timeout = setTimeout(() => {
      killAll(child);
      refuse();
    }, longestMs);
    child.on("error", (error) => {
      why = `cannot be run: ${error.message}`;
      refuse();
    });
    child.on("exit", (status, signal) => {
      if (status === 0) {
        clearTimeout(timeout);
        return resolve();
      }
      why = status === null ? `was ended by ${signal}` : `ended with status ${status}`;
    });
    child.on("close", () => { // all that it said is read
      why += said;
      refuse();
    });
  });
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    if (Deno.build.os === "windows") {
      new Deno.Command("taskkill", { args: ["/pid", `${pid}`, "/t", "/f"], stdout: "null", stderr: "null" })
        .spawn();
    } else process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended in this moment
  }
}
