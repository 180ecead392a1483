import { closeSync, constants, fdatasync, fstatSync, openSync, writeSync } from "node:fs";
import { lstat, open, readdir, readFile, rename, rm, unlink } from "node:fs/promises";
import process from "node:process";
import { promisify } from "node:util";
import type { Disk, DiskFile } from "../../ports.ts";

const FILE_MODE = 0o600;
const RENAME_TRIES = 20;
const RENAME_WAIT_MS = 50;

const syncData = promisify(fdatasync);

/**
 * The files of one folder, as DenoDisk has them, on Node and on Deno: for products that embed the client. `folder` must be one that
 * nobody else can write to: see own_folder.ts.
 */
export class NodeDisk implements Disk {
  constructor(readonly folder: string) {}

  async list(): Promise<string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (await this.size(name) === undefined) return undefined;
    return new Uint8Array(await readFile(this.#path(name)));
  }

  async readPart(name: string, start: number, length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (await this.size(name) === undefined) return undefined;
    const file = await open(this.#path(name));
    try {
      const bytes = new Uint8Array(length);
      let at = 0;
      while (at < length) {
        const { bytesRead } = await file.read(bytes, at, length - at, start + at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes.subarray(0, at);
    } finally {
      await file.close();
    }
  }

  /** Undefined where there is nothing; rejects where there is something else than a plain file. */
  async size(name: string): Promise<number | undefined> {
    const info = await lstat(this.#path(name)).catch(orNothing);
    if (info === undefined || info.isFile()) return info?.size;
    throw new Error(`${this.#path(name)} is not a plain file: a link or folder in its place is not followed`);
  }

  /** Made under O_EXCL, which follows no link, after whatever stood there was removed. */
  async create(name: string): Promise<DiskFile> {
    await unlink(this.#path(name)).catch(orNothing);
    return new NodeFile(this.#path(name), "wx");
  }

  async append(name: string): Promise<DiskFile> {
    await this.#mustExist(name);
    return new NodeFile(this.#path(name), constants.O_WRONLY | constants.O_APPEND);
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [this.#path(from), this.#path(to)];
    if (process.platform === "win32") await renameOnWindows(source, target);
    else await rename(source, target);
  }

  async remove(name: string): Promise<void> {
    await rm(this.#path(name));
  }

  async truncate(name: string, size: number): Promise<void> {
    await this.#mustExist(name);
    const file = await open(this.#path(name), "r+");
    try {
      await file.truncate(size);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Windows refuses to sync a folder; NTFS journals its own names. */
  async syncFolder(): Promise<void> {
    if (process.platform === "win32") return;
    const folder = await open(this.folder);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async #mustExist(name: string): Promise<void> {
    if (await this.size(name) === undefined) throw new Error(`${this.#path(name)} does not exist`);
  }

  #path(name: string): string {
    return `${this.folder}/${name}`;
  }
}

class NodeFile implements DiskFile {
  readonly #descriptor: number;
  #open = true;

  constructor(path: string, flags: string | number) {
    this.#descriptor = openSync(path, flags, FILE_MODE);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const written = writeSync(this.#descriptor, bytes.subarray(at));
      if (written === 0) throw new Error("the disk takes nothing more in");
      at += written;
    }
  }

  async sync(): Promise<void> {
    await syncData(this.#descriptor);
    if (fstatSync(this.#descriptor).nlink === 0) {
      throw new Error("the file was removed while it was written to");
    }
  }

  close(): void {
    if (this.#open) closeSync(this.#descriptor);
    this.#open = false;
  }
}

function orNothing(error: unknown): undefined {
  if ((error as { code?: unknown }).code === "ENOENT") return undefined;
  throw error;
}

/** Windows refuses for a moment while a virus scanner or an indexer has the old file open. */
async function renameOnWindows(from: string, to: string): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (tries === RENAME_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RENAME_WAIT_MS));
    }
  }
}
