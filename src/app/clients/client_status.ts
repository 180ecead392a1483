import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { workAsOwner } from "../../adapters/disk/folder_owner.ts";
import { OverlayDisk } from "../../adapters/disk/overlay_disk.ts";
import { requireFolder } from "../../adapters/disk/state_folder.ts";
import type { ClientStatus } from "../../api/types.ts";
import { Client } from "../../client/client.ts";
import { clientStatus, notAClient } from "../handlers/client_handlers.ts";
import { nextTryOn } from "./client_run_mark.ts";
import { clientPorts } from "../folders/folder.ts";
import { roleOf } from "../folders/role.ts";
import { unreadable } from "./unreadable_folder.ts";

/** Commands that change a client write a document or two: who reads between them reads again. */
const TRIES = 5;

/**
 * How the client of a folder stands. Nothing is written and no lock is taken: whoever works on the folder neither waits nor is waited for.
 * Rejects with OperationError where it cannot be told.
 */
export async function readClientStatus(folder: string): Promise<ClientStatus> {
  await requireFolder(folder);
  await workAsOwner(folder);
  try {
    if ((await roleOf(folder)).role === "host") throw notAClient();
    return await readUnchanged(folder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

async function readUnchanged(folder: string): Promise<ClientStatus> {
  const { documents } = clientPorts(folder);
  const facts = () => documents.text("client.json").read();
  for (let left = TRIES;; left--) {
    const before = await facts();
    const status = await read(folder);
    if (left === 1 || await facts() === before) return status;
  }
}

async function read(folder: string): Promise<ClientStatus> {
  const ports = clientPorts(folder, new OverlayDisk(new DenoDisk(folder)));
  return await clientStatus(await Client.open(ports), { ...ports, nextTry: () => nextTryOn(folder) });
}
