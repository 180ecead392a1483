import { OperationError } from "../../policy/operation_error.ts";

/*
 * Apart from what makes folders: every command that asks a running host looks whose its folder is, and to load `node:fs/promises` and
 * `node:process` takes longer than all else that such a command does. So the latter is not imported, but reached where it is needed.
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
  return thisUser() === 0;
}

/** The number of the user that this process works as; undefined on Windows. */
function thisUser(): number | undefined {
  return globalThis.process.geteuid?.();
}

/** Throws OperationError for a folder of another user than `user`. */
export function refuseStranger(
  folder: string,
  { uid }: { readonly uid: number | null },
  { remedy = COMMANDS.stranger, user = thisUser() }: {
    readonly remedy?: string;
    readonly user?: number | undefined;
  } = {},
): void {
  if (uid === null || uid === user) return;
  throw new OperationError(`Cannot use the folder ${folder}: it belongs to another user`, { remedy });
}
