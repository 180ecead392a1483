import { connectApi } from "../../adapters/network/api_endpoint.ts";
import { FolderInUse } from "../../adapters/disk/state_folder.ts";
import { systemClock, systemTimer } from "../../adapters/system/system.ts";
import { ApiConsole } from "../../api/client.ts";
import type { Console } from "../../api/console.ts";

/** How long a command waits for another one on the same folder, or for a host that is just starting. */
const WAIT_MS = 5000;
const POLL_MS = 50;

/**
 * The state folder's console: over the API of the host that runs on it, else opened here. `create` makes the folder where there is
 * none. Rejects with OperationError.
 */
export async function openConsole(folder: string, create: boolean): Promise<Console> {
  const until = systemClock.now() + WAIT_MS;
  while (true) {
    const found = await connectApi(folder);
    if (found !== undefined) return new ApiConsole(found.send, found.close);
    try {
      const { openHere } = await import("./open_here.ts"); // takes longer to load than a running host to answer
      return await openHere(folder, create);
    } catch (error) {
      if (!(error instanceof FolderInUse) || systemClock.now() > until) throw error;
    }
    await systemTimer.wait(POLL_MS);
  }
}
