import { chmod, mkdir, open, readdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { OperationError } from "../../policy/operation_error.ts";
import { COMMANDS, type FolderWords, isAFile, refuseStranger } from "./folder_words.ts";
import { systemReason } from "../system/system_reason.ts";

const FOLDER_MODE = 0o700;
const LOCK_NAME = "lock";
/** What a host or a client keeps from its first command on. */
const STATE_FILES = /^(?:state\.json|secrets\.json|client\.json|client-run\.lock|journal-\d+\.jsonl)$/;

/**
 * Makes the folder, for its owner alone, where there is none; closes one that others may enter. Rejects with OperationError, also for
 * a folder of another user: root calls workAsOwner before.
 */
export async function prepareFolder(folder: string, words = COMMANDS): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    if (first !== undefined) await syncNames(first, folder);
    await closeToOthers(folder, words);
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    if ((cause as { code?: unknown }).code === "EEXIST") throw isAFile(folder, cause, words);
    throw new OperationError(
      `Cannot use the folder ${folder}: ${systemReason(cause)}`,
      {
        remedy: `name a folder that you may write to ${words.naming}`,
        cause,
      },
    );
  }
}

/** Makes the folders from `first` to `folder`, which are new, durable: else a loss of power takes them with all that was synced in them. */
async function syncNames(first: string, folder: string): Promise<void> {
  if (process.platform === "win32") return;
  for (let made = resolve(folder); made.length >= first.length; made = dirname(made)) {
    const above = await open(dirname(made)).catch(() => undefined); // one that may not be read cannot be synced either
    await above?.sync();
    await above?.close();
  }
}

async function closeToOthers(folder: string, { naming, stranger }: FolderWords): Promise<void> {
  if (process.platform === "win32") return; // %ProgramData% hands down its own access list
  const info = await stat(folder);
  refuseStranger(folder, info, { remedy: stranger });
  if ((info.mode & 0o077) === 0) return;
  if (!await isStateFolder(folder)) {
    throw new OperationError(`Cannot use the folder ${folder}: it holds other things and is open to others`, {
      remedy: `name a folder of its own ${naming}, or close this one: chmod 700`,
    });
  }
  await chmod(folder, FOLDER_MODE);
}

/**
 * An empty folder, or one that kms has worked on: no other, such as /etc, is closed, given away or removed because its name was typed.
 * Rejects where it cannot be read.
 */
export async function isStateFolder(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length === 0 || entries.some((entry) => entry.isFile() && STATE_FILES.test(entry.name))) {
    return true;
  }
  const isLocked = entries.some((entry) => entry.isFile() && entry.name === LOCK_NAME);
  return isLocked && !entries.some((entry) => entry.isDirectory()); // other programs have locks too: /var/lib/dpkg
}
