import { OperationError } from "../../policy/operation_error.ts";
import { isRoot, refuseStranger } from "./folder_words.ts";
import { unlessAbsent } from "./state_folder.ts";

/**
 * Whether the folder holds `name`, put there by the folder's owner. Throws OperationError for a folder of another user, unless
 * we are root, and for a file that is not its folder's owner's: whoever listens there would be told product keys.
 */
export function holdsOwn(folder: string, name: string): boolean {
  const info = unlessAbsent(() => Deno.statSync(folder));
  if (info === undefined) return false;
  const user = Deno.uid(); // not the one that root works as: that is the folder's owner
  if (user !== 0) refuseStranger(folder, info, { user: user ?? undefined });
  const file = unlessAbsent(() => Deno.lstatSync(`${folder}/${name}`));
  if (file === undefined || file.uid === info.uid) return file !== undefined;
  throw new OperationError(`Cannot trust ${folder}/${name}: it is not the folder's owner's`, {
    remedy: "find out who put it there, remove it, and close the folder: chmod 700",
  });
}

/**
 * Root becomes the owner of a folder that is another user's, for the rest of this process: what it makes there must be the owner's,
 * and a link that the owner has put there must lead no further than the owner may go. Whatever else is to be opened as root, be it a
 * module of the program, is opened before. The groups of root stay: Deno cannot lay them down.
 */
export async function workAsOwner(folder: string): Promise<void> {
  if (!isRoot()) return;
  const info = await Deno.stat(folder).catch(() => undefined);
  if (!info?.isDirectory || info.uid === null || info.uid === 0) return;
  const { default: process } = await import("node:process"); // not before: most commands need it not
  process.setegid!(info.gid!);
  process.seteuid!(info.uid);
}
