import type { Disk, DiskFile } from "../../ports.ts";
import { DenoFile } from "./deno_file.ts";

const FILE_MODE = 0o600;
const RENAME_TRIES = 20;
const RENAME_WAIT_MS = 50;

/** The files of one folder of the file system. `folder` must be one that nobody else can write to: see state_folder.ts. */
export class DenoDisk implements Disk {
  constructor(readonly folder: string) {}

  async list(): Promise<string[]> {
    const names: string[] = [];
    for await (const entry of Deno.readDir(this.folder)) if (entry.isFile) names.push(entry.name);
    return names;
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!await this.#isFile(name)) return undefined;
    return await Deno.readFile(this.#path(name));
  }

  async readPart(name: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!await this.#isFile(name)) return undefined;
    using file = await Deno.open(this.#path(name));
    await file.seek(start, Deno.SeekMode.Start);
    const bytes = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const read = await file.read(bytes.subarray(at));
      if (read === null) break;
      at += read;
    }
    return bytes.subarray(0, at);
  }

  async size(name: string): Promise<number | undefined> {
    return (await this.#fileInfo(name))?.size;
  }

  /** Made under O_EXCL, which follows no link, after whatever stood there was removed. */
  async create(name: string): Promise<DiskFile> {
    await this.#removeIfThere(name);
    const file = await Deno.open(this.#path(name), { write: true, createNew: true, mode: FILE_MODE });
    return new DenoFile(file);
  }

  async append(name: string): Promise<DiskFile> {
    if (!await this.#isFile(name)) throw new Deno.errors.NotFound(`${this.#path(name)} does not exist`);
    return new DenoFile(await Deno.open(this.#path(name), { append: true }));
  }

  async rename(from: string, to: string): Promise<void> {
    if (Deno.build.os !== "windows") return await Deno.rename(this.#path(from), this.#path(to));
    await renameOnWindows(this.#path(from), this.#path(to));
  }

  async remove(name: string): Promise<void> {
    await Deno.remove(this.#path(name));
  }

  async truncate(name: string, size: number): Promise<void> {
    if (!await this.#isFile(name)) throw new Deno.errors.NotFound(`${this.#path(name)} does not exist`);
    const file = await Deno.open(this.#path(name), { write: true });
    try {
      await file.truncate(size);
      await file.sync();
    } finally {
      file.close();
    }
  }

  /** Windows refuses to sync a folder; NTFS journals its own names. */
  async syncFolder(): Promise<void> {
    if (Deno.build.os === "windows") return;
    const folder = await Deno.open(this.folder, { read: true });
    try {
      await folder.sync();
    } finally {
      folder.close();
    }
  }

  #path(name: string): string {
    return `${this.folder}/${name}`;
  }

  async #isFile(name: string): Promise<boolean> {
    return await this.#fileInfo(name) !== undefined;
  }

  /** Undefined where there is nothing; throws where there is something else than a plain file. */
  async #fileInfo(name: string): Promise<Deno.FileInfo | undefined> {
    try {
      const info = await Deno.lstat(this.#path(name));
      if (info.isFile) return info;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
    throw new Error(`${this.#path(name)} is not a plain file: a link or folder in its place is not followed`);
  }

  async #removeIfThere(name: string): Promise<void> {
    try {
      await Deno.remove(this.#path(name));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Windows refuses for a moment while a virus scanner or an indexer has the old file open. */
async function renameOnWindows(from: string, to: string): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      return await Deno.rename(from, to);
    } catch (error) {
      if (tries === RENAME_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RENAME_WAIT_MS));
    }
  }
}
