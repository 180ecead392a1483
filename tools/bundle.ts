import { join } from "node:path";
import { finishBundle } from "./bundle_fixes.ts";
import { runDeno } from "./run_deno.ts";

/** The program's entry and its workers', relative to the project. */
export const MAIN = "main.ts";
export const WORKERS: readonly string[] = [
  "src/app/serving/host_worker.ts",
  "src/app/reports/report_worker.ts",
];

/** Optional packages that are not installed; the bundle gets an empty stand-in for each. */
export const ABSENT_PACKAGES: readonly string[] = ["react-devtools-core"];

/**
 * Files beside the sources that some package names by `import.meta.url`, and never reads here: ink wants its own
 * package.json in development mode only.
 */
export const UNREAD_FILES: readonly string[] = ["../package.json"];

/**
 * Nothing above the bundle's folder reaches into it: `workspace` makes Deno stop looking upwards for a
 * configuration, which may be somebody else's, or broken.
 */
const BUNDLE_CONFIG = { lock: false, nodeModulesDir: "none", workspace: [] };

/**
 * Bundles the program into `outDir`, which is emptied first: `main.js`, the workers at the paths they have in the
 * sources, and a chunk for each module that is imported dynamically, so that a plain subcommand reads no more
 * than it needs. `deno run -A outDir/main.js` then works without packages, network or configuration.
 */
export async function bundleProgram(projectRoot: string, outDir: string): Promise<void> {
  await removeIfThere(outDir);
  await runDeno(bundleArguments(outDir), { cwd: projectRoot });
  await finishBundle(outDir, {
    projectRoot,
    workerEntries: WORKERS,
    absentPackages: ABSENT_PACKAGES,
    unreadFiles: UNREAD_FILES,
  });
  await writeJson(join(outDir, "deno.json"), BUNDLE_CONFIG);
  await writeJson(join(outDir, "package.json"), { private: true, type: "module" });
}

function bundleArguments(outDir: string): string[] {
  return [
    "bundle",
    "--quiet",
    "--platform=deno",
    "--code-splitting",
    // The only switch of `deno bundle` that sets NODE_ENV to production, and so picks React's production build.
    // Not together with --keep-names: Deno then fails to replace the bundler's `require`.
    "--minify",
    // Not named by the scripts, for Deno reads the map of each module that it loads: error_stack.ts finds them.
    "--sourcemap=external",
    ...ABSENT_PACKAGES.flatMap((name) => ["--external", name]),
    "--outdir",
    outDir,
    MAIN,
    ...WORKERS,
  ];
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await Deno.writeTextFile(path, `${JSON.stringify(value)}\n`);
}
