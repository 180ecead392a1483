import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { gzip } from "node:zlib";
import { promisify } from "node:util";
import { listFiles } from "./list_files.ts";
import { RUNTIME_FLAGS } from "./run_deno.ts";
import { encodeTar, type TarFile } from "./tar.ts";

/** What `writeSelfExtracting` makes one file of. */
export interface SelfExtractingInput {
  /** The folder that `bundleProgram` filled. */
  readonly bundle: string;
  /** The file that the head runs as `deno run … main.js`. */
  readonly runtime: string;
}

/** The archive starts at this byte, so that the head can name it without counting itself. */
const HEAD_SIZE = 32768;

const FLAGS = [...RUNTIME_FLAGS, "--quiet", "--no-prompt", "--no-config", "--no-lock", "--cached-only"];

/**
 * Writes an executable for Linux and macOS that unpacks itself on its first start: a POSIX sh head, then the
 * runtime and the bundle. Equal input gives equal bytes.
 */
export async function writeSelfExtracting(input: SelfExtractingInput, output: string): Promise<void> {
  const files = await readFiles(input);
  const payload = await promisify(gzip)(encodeTar(files), { level: 9 });
  const head = await makeHead({
    ID: createHash("sha256").update(payload).digest("hex").slice(0, 32),
    PAYLOAD_AT: String(HEAD_SIZE + 1),
    FILES: files.map((file) => file.path).join(" "),
    SIZES: files.map((file) => `${file.content.length} `).join(""),
    FLAGS: FLAGS.join(" "),
  });
  await writeWhole(output, head, payload);
}

/** In the order in which `ls` names them in the C locale: by bytes, for the paths are ASCII. */
async function readFiles({ bundle, runtime }: SelfExtractingInput): Promise<TarFile[]> {
  const deno = { path: "deno", mode: 0o755, content: await Deno.readFile(runtime) };
  const scripts = (await listFiles(bundle)).map(async (path) => {
    if (!/^[\w./-]+$/.test(path)) throw new Error(`Cannot name ${path} in a shell script without quotes`);
    return { path, mode: 0o644, content: await Deno.readFile(join(bundle, path)) };
  });
  const files = [deno, ...await Promise.all(scripts)];
  return files.sort((one, other) => one.path < other.path ? -1 : 1);
}

async function makeHead(values: Record<string, string>): Promise<Uint8Array> {
  const template = await Deno.readTextFile(new URL("./self_extracting_head.sh", import.meta.url));
  const script = template.replaceAll(/@([A-Z_]+)@/g, (_, name) => values[name] ?? "");
  const head = new Uint8Array(HEAD_SIZE).fill("\n".charCodeAt(0));
  const bytes = new TextEncoder().encode(script);
  if (bytes.length > HEAD_SIZE) throw new Error(`Cannot write the head: over ${HEAD_SIZE} bytes`);
  head.set(bytes);
  return head;
}

/** Writes beside the output and renames, so that a running program of that name is not overwritten. */
async function writeWhole(output: string, ...parts: Uint8Array[]): Promise<void> {
  await Deno.mkdir(dirname(output), { recursive: true });
  const temporary = `${output}.${Deno.pid}`;
  using file = await Deno.open(temporary, { create: true, write: true, truncate: true });
  for (const part of parts) await writeAll(file, part);
  await Deno.chmod(temporary, 0o755);
  await Deno.rename(temporary, output);
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
}
