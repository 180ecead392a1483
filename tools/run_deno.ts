/**
 * V8 leaves a heap that is mostly garbage to grow: a host under load took 190 MB of which it used 20. With a young
 * generation of 12 MB for 48, and an old one that is collected when it has grown by a quarter, it takes 110, and
 * is no slower. Without V8's compiler for what is only warm it takes 101 then and 2 MB less at rest, and is as
 * fast where it is hot. The layout of the dashboard is WebAssembly, which is compiled once and simply: that takes
 * 3 MB less (docs/performance.md).
 */
export const V8_FLAGS =
  "--v8-flags=--max-semi-space-size=4,--heap-growing-percent=25,--no-maglev,--liftoff-only";

/**
 * What the program runs with, whether compiled or started by `deno run`. It reads and writes where its options
 * say and serves a port, so a list of permissions would only repeat "everything".
 */
export const RUNTIME_FLAGS: readonly string[] = ["-A", V8_FLAGS];

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
