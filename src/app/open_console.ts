import { connectApi } from "../adapters/api_endpoint.ts";
import { prepareFolder } from "../adapters/state_folder.ts";
import { ApiConsole } from "../api/client.ts";
import type { Console } from "../api/console.ts";
import { OperationError } from "../policy/operation_error.ts";
import { FolderConsole } from "./folder_console.ts";

/**
 * The state folder's console: over the API of the host that runs on it, else opened here. `create` makes the folder where there is
 * none. Rejects with OperationError.
 */
export async function openConsole(folder: string, create: boolean): Promise<Console> {
  const found = await connectApi(folder);
  if (found !== undefined) return new ApiConsole(found.send, found.close);
  if (!create && await Deno.stat(folder).catch(() => undefined) === undefined) {
    throw new OperationError(`There is no state folder ${folder}`, {
      remedy: "name one with --state DIR; kms /ilc FILE makes it",
    });
  }
  await prepareFolder(folder);
  return await FolderConsole.open(folder);
}
