import { workAsOwner } from "../../adapters/disk/folder_owner.ts";
import { prepareFolder } from "../../adapters/disk/own_folder.ts";
import { requireFolder } from "../../adapters/disk/state_folder.ts";
import { FolderConsole } from "./folder_console.ts";

/** Opens a state folder that no host runs on. `create` makes it where there is none. Rejects with OperationError. */
export async function openHere(folder: string, create: boolean): Promise<FolderConsole> {
  if (!create) await requireFolder(folder);
  await workAsOwner(folder);
  await prepareFolder(folder);
  return await FolderConsole.open(folder);
}
