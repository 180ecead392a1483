import { buildHere } from "../../../tools/build.ts";
import { compileProgram } from "../../../tools/compile.ts";
import { findHostDenort } from "../../../tools/denort.ts";
import { writeSelfExtracting } from "../../../tools/self_extracting.ts";
import { compileNative, type NativePrograms } from "./native_programs.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const FOLDER = `${ROOT}dist/bench`;
/** Ends at once, or stays until it is ended. */
const EMPTY_PROGRAM = `if (Deno.args[0] === "stay") setInterval(() => {}, 1e6);\n`;

export interface Programs extends NativePrograms {
  /** The program that is measured, as it was built. */
  readonly kms: string;
  /** What the build says that it made. */
  readonly built: string;
  /** A program of the same form that does nothing. */
  readonly empty: string;
}

/** Builds all that the bench runs, into dist/bench. */
export async function buildPrograms(): Promise<Programs> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const kms = `${FOLDER}/kms`;
  const built = await buildHere({ projectRoot: ROOT, output: kms, selfExtracting: false });
  const empty = await buildEmpty();
  return { kms, built, empty, ...await compileNative(FOLDER) };
}

async function buildEmpty(): Promise<string> {
  const [bundle, output] = [`${FOLDER}/empty_program`, `${FOLDER}/empty`];
  await Deno.mkdir(bundle, { recursive: true });
  await Deno.writeTextFile(`${bundle}/main.js`, EMPTY_PROGRAM);
  const denort = await findHostDenort();
  if (denort.kind === "missing") await writeSelfExtracting({ bundle, runtime: Deno.execPath() }, output);
  else await compileProgram({ bundle, denort: denort.bytes, triple: Deno.build.target }, output);
  return output;
}
