import { join, posix } from "node:path";
import { listFiles } from "./list_files.ts";
import { portableSourceMap } from "./source_map.ts";

/** A bundled script: its path in the bundle, with `/`, and its text. */
export interface Script {
  readonly path: string;
  readonly text: string;
}

/** What `finishBundle` must know of the program. */
export interface BundleFacts {
  readonly projectRoot: string;
  /** The workers' source files, relative to the project. */
  readonly workerEntries: readonly string[];
  /** Packages that the bundler left as imports because nobody installs them. */
  readonly absentPackages: readonly string[];
  /** Relative URLs that nothing reads. */
  readonly unreadFiles: readonly string[];
}

/** What `deno bundle` puts in the place of the bundler's `require`, for packages that are CommonJS. */
const DENO_REQUIRE =
  /import ?\{ ?createRequire as (\w+) ?\} ?from ?"node:module"; ?var ([\w$]+)=\1\(import\.meta\.url\);/g;

const RELATIVE_URL = /new URL\((["'`])(\.{1,2}\/[^"'`]+)\1, ?import\.meta\.url\)/g;

/** Does what `deno bundle` leaves undone, and throws when the result could not run. */
export async function finishBundle(folder: string, facts: BundleFacts): Promise<void> {
  const paths = await listFiles(folder);
  const scripts = await readScripts(folder, paths.filter((path) => path.endsWith(".js")));
  const fixed = scripts.map(switchOffInkDevelopment).map(requireOnDemand);
  const pointed = facts.workerEntries.reduce<Script[]>(pointToWorker, fixed);
  const finished = stubAbsentPackages(pointed, facts.absentPackages);
  checkRelativeUrls(finished, facts.unreadFiles);
  checkLetters(finished);
  for (const script of finished) await Deno.writeTextFile(join(folder, script.path), script.text);
  for (const path of paths.filter((path) => path.endsWith(".map"))) await rewriteMap(folder, path, facts);
}

async function readScripts(folder: string, paths: readonly string[]): Promise<Script[]> {
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await Deno.readTextFile(join(folder, path)) })),
  );
}

/** Ink has a development mode of its own, by `DEV=true`, which many people have in their environment. */
export function switchOffInkDevelopment({ path, text }: Script): Script {
  return { path, text: text.replaceAll(/[\w$]+\.env\.DEV ?=== ?"true"/g, "false") };
}

/**
 * Points the one `new URL("./host_worker.ts", import.meta.url)` to the bundled worker, or another one likewise: the bundler moves code
 * between files and leaves the literal as it was written.
 */
export function pointToWorker(scripts: readonly Script[], workerEntry: string): Script[] {
  const name = `./${posix.basename(workerEntry)}`;
  const worker = workerEntry.replace(/\.ts$/, ".js");
  let found = 0;
  const pointed = scripts.map(({ path, text }) => {
    const replaced = text.replaceAll(RELATIVE_URL, (whole, _quote, url) => {
      if (url !== name) return whole;
      found++;
      return `new URL("${relativeSpecifier(path, worker)}",import.meta.url)`;
    });
    return { path, text: replaced };
  });
  if (found !== 1) {
    throw new Error(
      `Cannot bundle the worker: expected one new URL("${name}", import.meta.url), found ${found}`,
    );
  }
  return pointed;
}

/** Replaces the imports of packages that are not there by an import of an empty object. */
export function stubAbsentPackages(scripts: readonly Script[], packages: readonly string[]): Script[] {
  const stubs = packages.map((name) => ({ path: `absent-${name.replace(/\W+/g, "-")}.js`, name }));
  const rewritten = scripts.map(({ path, text }) => {
    for (const stub of stubs) {
      text = text.replaceAll(`from"${stub.name}"`, `from"${relativeSpecifier(path, stub.path)}"`);
    }
    return { path, text };
  });
  return [...rewritten, ...stubs.map(({ path }) => ({ path, text: "export default {};\n" }))];
}

/**
 * Makes `require` from `node:module` when it is first called. Deno's replacement does so at once, in a chunk that
 * almost every other imports, and `node:module` alone takes as long as all the rest of a start.
 */
export function requireOnDemand({ path, text }: Script): Script {
  const module = 'process.getBuiltinModule("node:module")';
  const lazy = text.replaceAll(
    DENO_REQUIRE,
    (_, _create, name) => `var ${name}=id=>${module}.createRequire(import.meta.url)(id);`,
  );
  if (lazy.includes("Dynamic require of") || lazy.includes("__deno_internal_createRequire")) {
    throw new Error(`Cannot bundle CommonJS packages: do not know the require in ${path}`);
  }
  return { path, text: lazy };
}

/** A file next to the sources is not in the bundle: such a URL would fail only when it is first used. */
export function checkRelativeUrls(scripts: readonly Script[], unread: readonly string[]): void {
  const paths = new Set(scripts.map(({ path }) => path));
  for (const { path, text } of scripts) {
    for (const [, , url = ""] of text.matchAll(RELATIVE_URL)) {
      if (!unread.includes(url) && !paths.has(posix.join(posix.dirname(path), url))) {
        throw new Error(`Cannot bundle ${path}: it refers to ${url}, which is not in the bundle`);
      }
    }
  }
}

/**
 * The bundler writes what is not ASCII as `\\u` and its number, but for regular expressions; V8 keeps a script with one such character as
 * two bytes for each of its half a million.
 */
export function checkLetters(scripts: readonly Script[]): void {
  for (const { path, text } of scripts) {
    const found = /[\u0080-\u{10ffff}]/u.exec(text);
    if (found === null) continue;
    const around = text.slice(Math.max(0, found.index - 20), found.index + 20);
    throw new Error(`Cannot bundle ${path}: write ${found[0]} as \\u and its number, in ${around}`);
  }
}

function relativeSpecifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith("..") ? path : `./${path}`;
}

async function rewriteMap(folder: string, path: string, facts: BundleFacts): Promise<void> {
  const file = join(folder, path);
  const map = portableSourceMap(await Deno.readTextFile(file), {
    file,
    path,
    projectRoot: facts.projectRoot,
  });
  await Deno.writeTextFile(file, map);
}
