import assert from "node:assert/strict";

const ROOT = new URL("../../..", import.meta.url).pathname;

export interface Binary {
  readonly name: "compiled" | "self-extracting";
  readonly path: string;
}

/**
 * The program in both forms that the build makes, built once into dist/test. Without a runtime to compile with, the
 * self-extracting one alone, and that is said.
 */
export async function buildBinaries(): Promise<Binary[]> {
  const selfExtracting = await build("self-extracting", ["--self-extracting"]);
  const compiled = await build("compiled", []);
  if (compiled.made === "compiled") return [compiled.binary, selfExtracting.binary];
  console.error(`tests: the compiled program is not tested, for the build made ${compiled.says}`);
  return [selfExtracting.binary];
}

/** The bundle's main.js, which any Deno runs. */
export async function buildBundle(): Promise<string> {
  await build("self-extracting", ["--self-extracting"]);
  return `${ROOT}dist/bundle/main.js`;
}

async function build(name: Binary["name"], options: string[]) {
  const path = `${ROOT}dist/test/${name}/kms`;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tools/build.ts", "--out", path, ...options],
    cwd: ROOT,
  }).output();
  const said = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  assert(success, `the build failed: ${said}\n${new TextDecoder().decode(stderr)}`);
  const made = /: (compiled|self-extracting)\b/.exec(said)?.[1];
  assert(made !== undefined, `the build does not say what it made: ${said}`);
  return { made, says: said, binary: { name, path } };
}
