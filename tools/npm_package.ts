import { join } from "node:path";
import ts from "typescript";
import { VERSION } from "../src/version.ts";
import { runDeno } from "./run_deno.ts";

/** The library's entry, and the file of all types that its functions name. */
const ENTRY = "src/client/mod.ts";
const TYPES = "src/client/embedding/types.ts";
const README = "src/client/README.md";

const PACKAGE = {
  name: "@kms/client",
  version: VERSION,
  description: "Volume activation inside your product: licence check, activation and renewal",
  license: "MIT",
  type: "module",
  engines: { node: ">=20" },
  main: "./index.cjs",
  types: "./index.d.ts",
  exports: {
    ".": {
      import: { types: "./index.d.ts", default: "./index.js" },
      require: { types: "./index.d.cts", default: "./index.cjs" },
    },
    "./package.json": "./package.json",
  },
  sideEffects: false,
};

/**
 * Makes the npm package of the library in `outDir`, which is emptied first: one file for `import` and one for `require`, each without
 * dependencies, and their types.
 */
export async function makeNpmPackage(projectRoot: string, outDir: string): Promise<void> {
  await Deno.remove(outDir, { recursive: true }).catch(unlessMissing);
  await Deno.mkdir(outDir, { recursive: true });
  for (const [format, name] of [["esm", "index.js"], ["cjs", "index.cjs"]] as const) {
    const output = join(outDir, name);
    await runDeno(["bundle", "--quiet", "--format", format, "--output", output, ENTRY], { cwd: projectRoot });
    refuseRuntime(name, await Deno.readTextFile(output));
  }
  const functions = withoutModules(await declarations(join(projectRoot, ENTRY)));
  const types = `${functions}\n${await declarations(join(projectRoot, TYPES))}`;
  for (const name of ["index.d.ts", "index.d.cts"]) await Deno.writeTextFile(join(outDir, name), types);
  await Deno.writeTextFile(join(outDir, "package.json"), JSON.stringify(PACKAGE, null, 2) + "\n");
  await Deno.copyFile(join(projectRoot, README), join(outDir, "README.md"));
  await Deno.copyFile(join(projectRoot, "LICENSE"), join(outDir, "LICENSE"));
}

/** Throws where a bundled file could not run on Node alone. */
export function refuseRuntime(name: string, script: string): void {
  const { importedFiles } = ts.preProcessFile(script, true, true);
  const foreign = importedFiles.map(({ fileName }) => fileName).filter((name) => !name.startsWith("node:"));
  if (foreign.length > 0) throw new Error(`Cannot package ${name}: it imports ${foreign.join(", ")}`);
  if (/\bDeno\.\w/.test(script)) throw new Error(`Cannot package ${name}: it reaches for Deno`);
}

/** Declarations without what they import or pass on: in one file, compilers need not agree on where another one lies. */
function withoutModules(declarations: string): string {
  const file = ts.createSourceFile("index.d.ts", declarations, ts.ScriptTarget.ES2023);
  const modules = file.statements.filter((it) => ts.isImportDeclaration(it) || ts.isExportDeclaration(it));
  return modules.reduceRight(
    (text, module) => text.slice(0, module.getStart(file)) + text.slice(module.end).trimStart(),
    declarations,
  );
}

/** What a file declares to those who import it. Throws where a type would have to be inferred from another file. */
async function declarations(path: string): Promise<string> {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(await Deno.readTextFile(path), {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, strict: true },
  });
  const [fault] = diagnostics;
  if (fault === undefined) return outputText;
  throw new Error(`Cannot declare ${path}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`);
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
