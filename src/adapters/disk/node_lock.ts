import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import process from "node:process";
import { OperationError } from "../../policy/operation_error.ts";
import { systemReason } from "../system/system_reason.ts";
import type { FolderLock } from "../../ports.ts";

const LOCK_NAME = "lock";
const POLL_MS = 50;
/** Opening holds the file at once: BSD's O_EXLOCK, and on Windows libuv's own flag for a file that is shared with nobody. */
const EXCLUSIVE: Readonly<Record<string, number>> = {
  darwin: 0x20 | constants.O_NONBLOCK,
  win32: 0x10000000,
};
/** What opening fails with while another process holds it. */
const HELD: readonly unknown[] = ["EAGAIN", "EWOULDBLOCK", "EBUSY", "EPERM", "EACCES"];

/** Another process, or another part of this one, works on the folder. */
export class FolderBusy extends OperationError {}

/**
 * The lock that kms holds while it works on a state folder (HeldFolder), taken without Deno: Node has no flock. On Linux the program
 * flock of util-linux or BusyBox locks the descriptor that it is handed, which this process then holds; where that program is missing,
 * nobody is kept away, and documents are replaced as a whole all the same. `waitMs`: how long another process is waited for. Rejects
 * with FolderBusy, or with OperationError where the file cannot be had.
 */
export function nodeFolderLock(folder: string, waitMs: number): FolderLock {
  return {
    async during(work) {
      const file = await hold(folder, waitMs);
      try {
        return await work();
      } finally {
        await file.close();
      }
    },
  };
}

async function hold(folder: string, waitMs: number): Promise<FileHandle> {
  const path = `${folder}/${LOCK_NAME}`;
  const info = await lstat(path).catch(() => undefined);
  if (info !== undefined && !info.isFile()) {
    throw new OperationError(`${path} is not a plain file: a link or folder in its place is not followed`, {
      remedy: "remove it",
    });
  }
  const exclusive = EXCLUSIVE[process.platform];
  return exclusive === undefined
    ? await holdByFlock(folder, path, waitMs)
    : await holdByOpening(folder, path, exclusive, waitMs);
}

async function holdByFlock(folder: string, path: string, waitMs: number): Promise<FileHandle> {
  const file = await openLock(path, 0);
  try {
    if (await flock(file.fd, waitMs)) return file;
    throw busy(folder);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Locks the open file itself, for as long as this process has it open. False where another holds it. */
async function flock(descriptor: number, waitMs: number): Promise<boolean> {
  const { spawn } = await import("node:child_process");
  const until = performance.now() + waitMs;
  while (true) {
    const held = await new Promise<boolean>((resolve) => {
      const child = spawn("flock", ["-x", "-n", "3"], { stdio: ["ignore", "ignore", "ignore", descriptor] });
      child.on("error", () => resolve(true)); // there is no such program
      child.on("close", (status) => resolve(status === 0));
    });
    if (held) return true;
    if (performance.now() >= until) return false;
    await pause();
  }
}

async function holdByOpening(
  folder: string,
  path: string,
  exclusive: number,
  waitMs: number,
): Promise<FileHandle> {
  const until = performance.now() + waitMs;
  while (true) {
    try {
      return await openLock(path, exclusive);
    } catch (error) {
      const { code } = (error as Error).cause as { code?: unknown };
      if (!HELD.includes(code)) throw error;
      if (performance.now() >= until) throw busy(folder);
      await pause();
    }
  }
}

async function openLock(path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDWR | constants.O_CREAT | flags, 0o600);
  } catch (cause) {
    throw new OperationError(
      `Cannot write ${path}: ${systemReason(cause)}`,
      { remedy: "make its file system writable, or name another folder", cause },
    );
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function busy(folder: string): FolderBusy {
  return new FolderBusy(`The state folder ${folder} is in use by another process`, {
    remedy: "stop that process, or give this program a folder of its own",
  });
}
