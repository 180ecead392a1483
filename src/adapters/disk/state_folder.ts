import { OperationError } from "../../policy/operation_error.ts";
import type { FolderLock } from "../../ports.ts";
import { isAFile } from "./folder_words.ts";

const LOCK_NAME = "lock";
export const RUN_LOCK_NAME = "client-run.lock";
const LOCK_WAIT_MS = 5000;
const LOCK_POLL_MS = 25;

export async function folderExists(folder: string): Promise<boolean> {
  try {
    await Deno.stat(folder);
    return true;
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return false;
    throw new OperationError(
      `Cannot look at the folder ${folder}: ${cause instanceof Error ? cause.message : cause}`,
      { remedy: "run kms as the user that owns it, or as root (sudo)", cause },
    );
  }
}

/** Rejects with OperationError where there is no such folder, or something else in its place. */
export async function requireFolder(folder: string): Promise<void> {
  if (await folderExists(folder)) {
    if ((await Deno.stat(folder)).isDirectory) return;
    throw isAFile(folder);
  }
  throw new OperationError(`There is no state folder ${folder}`, {
    remedy: "name one with --state DIR; kms /ilc FILE makes it",
  });
}

/** A folder that is removed with all that is in it when `remove` is called. */
export async function temporaryFolder(
  prefix: string,
): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await Deno.makeTempDir({ prefix });
  return { path, remove: () => Deno.remove(path, { recursive: true }) };
}

/** Another process holds the folder. */
export class FolderInUse extends OperationError {}

/** What a process may keep to itself: the folder, or that a client is kept activated in it. */
export type LockName = typeof LOCK_NAME | typeof RUN_LOCK_NAME;

/** Holds a state folder for this process. The system gives it free when the process ends, however it ends. */
export class HeldFolder implements Disposable {
  readonly #file: Deno.FsFile;
  #open = true;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Waits up to `waitMs` for another process to give the folder free. Rejects with OperationError. */
  static async hold(folder: string, waitMs = 0, name: LockName = LOCK_NAME): Promise<HeldFolder> {
    const path = `${folder}/${name}`;
    const file = await openPlain(path);
    const until = Date.now() + waitMs;
    while (!await file.tryLock(true)) {
      if (Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
        continue;
      }
      file.close();
      throw name === RUN_LOCK_NAME ? await runsAlready(folder) : await inUse(folder);
    }
    await sayWhoHolds(file);
    return new HeldFolder(file);
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#file.close();
    this.#open = false;
  }
}

/**
 * Whether some process holds the folder, as a host does for as long as it runs. Nothing is made or written. It may keep another process
 * from the folder for a moment where none holds it, so it is asked only where there are signs of a host.
 */
export function isHeld(folder: string, name: LockName = LOCK_NAME): boolean {
  const path = `${folder}/${name}`;
  if (!unlessAbsent(() => Deno.lstatSync(path))?.isFile) return false;
  using probe = unlessAbsent(() => Deno.openSync(path));
  if (probe === undefined) return false;
  if (!probe.tryLockSync(false)) return true;
  probe.unlockSync(); // in the compiled program closing alone did not give it free for whoever holds it next
  return false;
}

/** What is found, or undefined where it is not there or not to be looked at. */
export function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/**
 * Reads a folder while nobody changes it; others may read it too. Nothing is made or written, not even the lock. Rejects with FolderInUse
 * where another process holds it.
 */
export async function whileUnchanged<T>(folder: string, read: () => Promise<T>): Promise<T> {
  const path = `${folder}/${LOCK_NAME}`;
  const info = await Deno.lstat(path).catch(() => undefined);
  const file = info?.isFile ? await Deno.open(path).catch(() => undefined) : undefined;
  if (file === undefined) return await read(); // nobody has worked on it yet, or we may not read it anyway
  using lock = file;
  if (!await lock.tryLock(false)) throw await inUse(folder);
  try {
    return await read();
  } finally {
    await lock.unlock();
  }
}

/** Holds the folder for the length of one operation. */
export function folderLock(folder: string): FolderLock {
  return {
    async during(work) {
      using _held = await HeldFolder.hold(folder, LOCK_WAIT_MS);
      return await work();
    },
  };
}

async function openPlain(path: string): Promise<Deno.FsFile> {
  const info = await Deno.lstat(path).catch(() => undefined);
  if (info !== undefined && !info.isFile) {
    throw new OperationError(`${path} is not a plain file: a link or folder in its place is not followed`, {
      remedy: "remove it",
    });
  }
  try {
    return await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
  } catch (cause) {
    throw new OperationError(
      `Cannot write to the state folder: ${cause instanceof Error ? cause.message : cause}`,
      {
        remedy: cause instanceof Deno.errors.PermissionDenied
          ? "run kms as the user that owns the folder, and let that user write to it: chmod 700"
          : "make its file system writable, or name another folder with --state DIR (an authority's with --dir)",
        cause,
      },
    );
  }
}

/** The number is there for people: a full disk must not keep anybody from holding the folder. */
async function sayWhoHolds(file: Deno.FsFile): Promise<void> {
  try {
    await file.truncate();
    await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch {
    // the lock is held all the same
  }
}

async function inUse(folder: string): Promise<FolderInUse> {
  return new FolderInUse(
    `The state folder ${folder} is in use by another process${await holder(`${folder}/${LOCK_NAME}`)}`,
    { remedy: "stop that process, or name another folder with --state DIR (an authority's with --dir)" },
  );
}

async function runsAlready(folder: string): Promise<FolderInUse> {
  return new FolderInUse(
    `kms client run keeps ${folder} activated already${await holder(`${folder}/${RUN_LOCK_NAME}`)}`,
    { remedy: "how it goes: kms client status; to run another, stop that process or service first" },
  );
}

/** Who holds the lock, as far as it can be told (Windows lets nobody read a locked file). */
async function holder(path: string): Promise<string> {
  const text = await Deno.readTextFile(path).catch(() => "");
  return /^\d+\n$/.test(text) ? ` (process ${text.trim()})` : "";
}
