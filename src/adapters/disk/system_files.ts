import { lchown } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OperationError } from "../../policy/operation_error.ts";
import { isStateFolder } from "./own_folder.ts";
import { HeldFolder } from "./state_folder.ts";

const RENAME_TRIES = 50;
const RENAME_WAIT_MS = 100;

/** Whose a folder becomes. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

export async function removeIfThere(path: string, options: Deno.RemoveOptions = {}): Promise<void> {
  try {
    await Deno.remove(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Copies a program; a crash leaves the old one or the new one. */
export async function copyExecutable(from: string, to: string): Promise<void> {
  using source = await Deno.open(from);
  await replace(to, 0o755, async (file) => {
    for await (const bytes of source.readable) await writeAll(file, bytes);
  });
}

/** Writes a file that everybody may read; a crash leaves the old one or the new one. */
export async function replaceFile(path: string, text: string, encoding: "utf-8" | "utf-16le"): Promise<void> {
  const bytes = encoding === "utf-8" ? new TextEncoder().encode(text) : utf16(text);
  await replace(path, 0o644, (file) => writeAll(file, bytes));
}

/**
 * Makes a folder for `owner` alone where there is none; without one the folder keeps whose it is. A state folder of another owner is
 * given away with all that is in it: it is root's while that is done, so that nobody can put other files in their place. Rejects with
 * OperationError for a folder of other things, and for one in use.
 */
export async function giveFolder(path: string, owner: Owner | null, isState: boolean): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.mkdir(path, { mode: 0o700 }).catch(unlessThere);
  if (isState) await refuseOtherThings(path, "name a folder of its own with --state DIR");
  const { uid } = await Deno.stat(path);
  if (owner === null) return;
  if (isState && uid !== owner.uid) await giveContents(path, owner);
  await Deno.chown(path, owner.uid, owner.gid);
  await Deno.chmod(path, 0o700);
}

/** Removes a folder with all that is in it. Rejects with OperationError for a state folder that is none or is in use. */
export async function removeFolder(path: string, isState: boolean): Promise<void> {
  if (await Deno.lstat(path).catch(() => undefined) === undefined) return;
  if (isState) await refuseOtherThings(path, "remove by hand what is to go");
  using _held = isState ? await HeldFolder.hold(path) : undefined;
  await removeIfThere(path, { recursive: true });
}

/** Rejects with OperationError where `path` is there and is neither empty nor a state folder; otherwise where it cannot be read. */
export async function refuseOtherThings(path: string, remedy: string): Promise<void> {
  const info = await Deno.stat(path).catch(unlessMissing);
  if (info === undefined || info.isDirectory && await isStateFolder(path)) return;
  const why = info.isDirectory ? "it holds other things" : "it is no folder";
  throw new OperationError(`Cannot take ${path} for a state folder: ${why}`, { remedy });
}

async function giveContents(path: string, owner: Owner): Promise<void> {
  await Deno.chown(path, 0, 0);
  await Deno.chmod(path, 0o700);
  using _held = await HeldFolder.hold(path);
  for await (const file of below(path)) await lchown(file, owner.uid, owner.gid);
}

/** What is in a folder, however deep; links are named and not followed. A file with a second name may lie elsewhere too: it is refused. */
async function* below(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* below(path);
    else if ((await Deno.lstat(path)).nlink !== 1) {
      throw new Error(`${path} has a second name: remove one of them`);
    }
    yield path;
  }
}

async function replace(
  path: string,
  mode: number,
  fill: (file: Deno.FsFile) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.new`;
  await Deno.mkdir(dirname(path), { recursive: true });
  await removeIfThere(temporary);
  {
    using file = await Deno.open(temporary, { write: true, createNew: true, mode });
    await fill(file);
    await file.sync();
  }
  if (Deno.build.os !== "windows") await Deno.chmod(temporary, mode); // whatever the umask
  await rename(temporary, path);
}

/** Windows refuses for a moment while a program that was ended still lets go of its file. */
async function rename(from: string, to: string): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      return await Deno.rename(from, to);
    } catch (error) {
      if (Deno.build.os !== "windows" || tries === RENAME_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RENAME_WAIT_MS));
    }
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
}

/** With its mark and the ends of lines that Windows has. */
function utf16(text: string): Uint8Array<ArrayBuffer> {
  const marked = `\ufeff${text.replaceAll("\n", "\r\n")}`;
  const view = new DataView(new ArrayBuffer(2 * marked.length));
  for (let i = 0; i < marked.length; i++) view.setUint16(2 * i, marked.charCodeAt(i), true);
  return new Uint8Array(view.buffer);
}
