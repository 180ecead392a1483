/**
 * What the program runs with, whether compiled or started by `deno run`. It reads and writes where its options
 * say and serves a port, so a list of permissions would only repeat "everything".
 */
export const RUNTIME_FLAGS: readonly string[] = ["-A"];

/**
 * Runs a subcommand of the Deno that runs this script, in the given folder. Its output is shown only in the
 * error, which is thrown when it does not end with status 0.
 */
export async function runDeno(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: options.cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...options.env },
    stdin: "null",
  });
  const { code, stderr } = await command.output();
  if (code !== 0) {
    const [message = ""] = new TextDecoder().decode(stderr).split("\nStack backtrace:");
    throw new Error(`deno ${args[0]} ended with status ${code}: ${message.trim()}`);
  }
}
