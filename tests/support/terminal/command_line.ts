import { main } from "../../../src/cli/main.ts";

export interface Typed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with what it prints caught. */
export async function kms(...args: readonly string[]): Promise<Typed> {
  const { log, error } = console;
  const printed = { stdout: "", stderr: "" };
  console.log = (text: string) => void (printed.stdout += text + "\n");
  console.error = (text: string) => void (printed.stderr += text + "\n");
  try {
    return { status: await main(args), ...printed };
  } finally {
    console.log = log;
    console.error = error;
  }
}
