/**
 * Builds the program: `deno run -A tools/build.ts [--out dist/kms] [--self-extracting] [--all]`. The last line
 * it writes says what it made, or why it could not.
 */
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleProgram } from "./bundle.ts";
import { compileProgram } from "./compile.ts";
import { fetchDenort, findHostDenort } from "./denort.ts";
import { writeSelfExtracting } from "./self_extracting.ts";
import { executablePath, isWindows, RELEASE_TARGETS, type Target } from "./targets.ts";

/** What to build, and of what. */
export interface BuildOptions {
  readonly projectRoot: string;
  /** The executable's path; on Windows `.exe` is added. */
  readonly output: string;
  /** Makes the self-extracting file even where a compiled one is possible. */
  readonly selfExtracting: boolean;
}

/**
 * Bundles and compiles for this machine or, without a runtime to compile with, makes the self-extracting file.
 * Returns the line that says which of the two it made.
 */
export async function buildHere({ projectRoot, output, selfExtracting }: BuildOptions): Promise<string> {
  const bundle = await bundleProject(projectRoot);
  if (selfExtracting) return await selfExtract(bundle, output);
  const triple = Deno.build.target;
  const denort = await findHostDenort();
  if (denort.kind === "missing") {
    const line = await selfExtract(bundle, output, ` (no denort found: ${denort.reason})`);
    return `${line}; set DENORT_BIN or connect to the internet for a compiled one`;
  }
  const path = executablePath(output, triple);
  await compileProgram({ bundle, denort: denort.bytes, triple }, path);
  return `${shown(path)}: compiled, ${await megabytes(path)}`;
}

/** Makes the release's executables, with Deno's published runtimes only; none unless all are to be had. */
export async function buildRelease(projectRoot: string): Promise<string> {
  const runtimes = new Map<Target, Uint8Array>();
  for (const target of RELEASE_TARGETS) {
    const denort = await fetchDenort(target.triple);
    if (denort.kind === "missing") {
      throw new Error(`Cannot fetch Deno's runtime for ${target.triple}: ${denort.reason}`);
    }
    runtimes.set(target, denort.bytes);
  }
  const bundle = await bundleProject(projectRoot);
  const folder = join(projectRoot, "dist", "release");
  for (const [{ triple, releaseName }, denort] of runtimes) {
    const path = join(folder, releaseName);
    await compileProgram({ bundle, denort, triple }, path);
    console.log(`${shown(path)}: compiled, ${await megabytes(path)}`);
  }
  return `${shown(folder)}: ${runtimes.size} executables`;
}

async function bundleProject(projectRoot: string): Promise<string> {
  const bundle = join(projectRoot, "dist", "bundle");
  await bundleProgram(projectRoot, bundle);
  return bundle;
}

async function selfExtract(bundle: string, output: string, why = ""): Promise<string> {
  if (isWindows(Deno.build.target)) {
    throw new Error(`Cannot make a self-extracting file for Windows${why}; set DENORT_BIN`);
  }
  await writeSelfExtracting({ bundle, runtime: Deno.execPath() }, output);
  return `${shown(output)}: self-extracting${why}, ${await megabytes(output)}`;
}

async function megabytes(path: string): Promise<string> {
  const { size } = await Deno.stat(path);
  return `${(size / 1e6).toFixed(1)} MB`;
}

function shown(path: string): string {
  return relative(Deno.cwd(), path);
}

function parseCommandLine(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: "string" },
      "self-extracting": { type: "boolean", default: false },
      all: { type: "boolean", default: false },
    },
  });
  return values;
}

async function main(args: string[]): Promise<void> {
  const projectRoot = fileURLToPath(new URL("..", import.meta.url));
  const { out, all, "self-extracting": selfExtracting } = parseCommandLine(args);
  const output = resolve(out ?? join(projectRoot, "dist", "kms"));
  console.log(
    all ? await buildRelease(projectRoot) : await buildHere({ projectRoot, output, selfExtracting }),
  );
}

if (import.meta.main) {
  try {
    await main(Deno.args);
  } catch (error) {
    console.error(`build: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
