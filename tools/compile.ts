import { basename, dirname, join } from "node:path";
import { runDeno, RUNTIME_FLAGS } from "./run_deno.ts";
import { isLinux } from "./targets.ts";

/** What `compileProgram` makes an executable of. */
export interface CompileInput {
  /** The folder that `bundleProgram` filled. */
  readonly bundle: string;
  /** Deno's runtime for the target. */
  readonly denort: Uint8Array;
  readonly triple: string;
}

/**
 * Compiles the bundle with the given runtime to one executable file, replacing what is there: Deno itself would
 * replace only what it has compiled before.
 */
export async function compileProgram(input: CompileInput, output: string): Promise<void> {
  await Deno.mkdir(dirname(output), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: dirname(output), prefix: "kms-build-" });
  try {
    const [denort, compiled] = [join(folder, "denort"), join(folder, basename(output))];
    await Deno.writeFile(denort, input.denort, { mode: 0o755 });
    if (isLinux(input.triple)) await stripSymbols(denort);
    await runDeno(compileArguments(input, compiled), { cwd: input.bundle, env: { DENORT_BIN: denort } });
    await Deno.rename(compiled, output);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function compileArguments({ bundle, triple }: CompileInput, output: string): string[] {
  return [
    "compile",
    ...RUNTIME_FLAGS,
    "--quiet",
    "--no-check",
    "--no-lock",
    "--no-config",
    // The code cache of a compiled program is a file of a foreseeable name in the common temporary folder, and
    // is not checked on loading: whoever writes it first decides what the program runs, as whatever user.
    "--no-code-cache",
    "--target",
    triple,
    "--include",
    bundle,
    "--output",
    output,
    join(bundle, "main.js"),
  ];
}

/**
 * Takes the symbols off the runtime, a fifth of its size. This can only be done before compiling: afterwards
 * `strip` would move the part that holds the program. Without a `strip` that knows the format, all stays.
 */
async function stripSymbols(path: string): Promise<void> {
  const stripped = `${path}.stripped`;
  try {
    const { success } = await new Deno.Command("strip", { args: ["-o", stripped, path], stderr: "null" })
      .output();
    if (success) await Deno.rename(stripped, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
