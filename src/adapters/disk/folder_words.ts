import process from "node:process";
import { OperationError } from "../../policy/operation_error.ts";

/*
 * Apart from what makes folders: every command that asks a running host looks whose its folder is, and `node:fs/promises` takes longer to
 * load than all else that such a command does.
 */

/** What is said of folders that cannot be used. */
export interface FolderWords {
  /** How another is named. */
  readonly naming: string;
  /** What to do about one of another user. */
  readonly stranger: string;
}

/** For who uses commands. */
export const COMMANDS: FolderWords = {
  naming: "with --state DIR (an authority's with --dir)",
  get stranger() {
    return isRoot()
      ? "run the host as the user that owns it: kms service start, or sudo -u NAME kms serve"
      : "run kms as the user that owns it, or as root (sudo), or name another with --state DIR";
  },
};

export function isAFile(folder: string, cause?: unknown, { naming } = COMMANDS): OperationError {
  return new OperationError(`Cannot use the folder ${folder}: it is a file`, {
    remedy: `name a folder ${naming}`,
    cause,
  });
}

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Throws OperationError for a folder of another user. */
export function refuseStranger(
  folder: string,
  { uid }: { readonly uid: number | null },
  remedy = COMMANDS.stranger,
): void {
  if (uid === null || uid === process.geteuid!()) return;
  throw new OperationError(`Cannot use the folder ${folder}: it belongs to another user`, { remedy });
}
