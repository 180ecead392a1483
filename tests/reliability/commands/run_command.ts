import { main } from "../../../src/cli/main.ts";

/** What a command said, and its exit status. */
export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. Nothing else may print meanwhile. */
export async function runCommand(words: readonly string[]): Promise<Said> {
  const { log, error } = console;
  const said = { stdout: "", stderr: "" };
  console.log = (text: unknown) => void (said.stdout += `${text}\n`);
  console.error = (text: unknown) => void (said.stderr += `${text}\n`);
  try {
    return { status: await main(words), ...said };
  } finally {
    console.log = log;
    console.error = error;
  }
}
