import { dirname, join } from "node:path";
import { isWindows } from "./targets.ts";
import { readSingleFileZip } from "./zip.ts";

/** Deno's runtime for compiled programs, or in one line why there is none. */
export type Denort =
  | { readonly kind: "found"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "missing"; readonly reason: string };

/** Where to look for a runtime. */
export interface DenortOptions {
  /** Where Deno publishes its runtimes. */
  readonly origin?: string;
  /** How long the server may take to answer at all, in milliseconds. */
  readonly answerWithinMs?: number;
  /** How long the whole download may take, in milliseconds. */
  readonly downloadWithinMs?: number;
  /** The folder for downloads, else the one where `deno compile` itself keeps its own. */
  readonly downloads?: string;
}

/** Where a runtime is published, and for how long to wait for it. */
interface Source {
  readonly origin: string;
  readonly path: string;
  readonly answerWithinMs: number;
  readonly downloadWithinMs: number;
}

const DEFAULTS = { origin: "https://dl.deno.land", answerWithinMs: 10_000, downloadWithinMs: 600_000 };

/** Looks for this machine's runtime: DENORT_BIN, then beside Deno, then where Deno publishes it. */
export async function findHostDenort(options: DenortOptions = {}): Promise<Denort> {
  const named = Deno.env.get("DENORT_BIN");
  if (named !== undefined && named !== "") return { kind: "found", bytes: await readNamed(named) };
  const beside = join(dirname(await Deno.realPath(Deno.execPath())), denortName(Deno.build.target));
  const bytes = await readIfThere(beside);
  return bytes === undefined ? await fetchDenort(Deno.build.target, options) : { kind: "found", bytes };
}

/** The published runtime of a target, downloaded once. A damaged archive throws. */
export async function fetchDenort(triple: string, options: DenortOptions = {}): Promise<Denort> {
  const path = `release/v${Deno.version.deno}/denort-${triple}.zip`;
  const kept = join(options.downloads ?? await downloadFolder(), path);
  const old = await readIfThere(kept);
  const zip = old ?? await download({ ...DEFAULTS, ...options, path });
  if (typeof zip === "string") return { kind: "missing", reason: zip };
  const bytes = await unpack(zip, denortName(triple), kept);
  if (old === undefined) await keep(kept, zip);
  return { kind: "found", bytes };
}

async function unpack(zip: Uint8Array<ArrayBuffer>, name: string, path: string) {
  try {
    return await readSingleFileZip(zip, name);
  } catch (cause) {
    throw new Error(`Cannot use ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function denortName(triple: string): string {
  return isWindows(triple) ? "denort.exe" : "denort";
}

/** A runtime that was asked for by name is never silently replaced by another. */
async function readNamed(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (cause) {
    throw new Error(`Cannot read DENORT_BIN=${path}`, { cause });
  }
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function downloadFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json", "--no-config"] })
    .output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  return join(String(denoDir), "dl");
}

/** The bytes, or the reason why they could not be had. */
async function download(source: Source): Promise<Uint8Array<ArrayBuffer> | string> {
  const host = new URL(source.origin).host;
  try {
    const response = await fetchAnswered(source);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    return `${host} answered ${response.status} for ${source.path}`;
  } catch (error) {
    return `${host}: ${lastCause(error)}`;
  }
}

/** Gives up early on a server that cannot be reached, and late on one that is slow. */
async function fetchAnswered({ origin, path, answerWithinMs, downloadWithinMs }: Source): Promise<Response> {
  const answer = new AbortController();
  const noAnswer = new Error(`no answer within ${answerWithinMs / 1000} s`);
  const late = setTimeout(() => answer.abort(noAnswer), answerWithinMs);
  try {
    const signal = AbortSignal.any([answer.signal, AbortSignal.timeout(downloadWithinMs)]);
    return await fetch(`${origin}/${path}`, { signal });
  } finally {
    clearTimeout(late);
  }
}

/** Deno words a failed request as a chain of causes, in part on one line; the last one is the one that helps. */
function lastCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return lastCause(error.cause);
  return error.message.split(": ").at(-1) ?? error.message;
}

async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${Deno.pid}`;
  await Deno.writeFile(temporary, bytes);
  await Deno.rename(temporary, path);
}
