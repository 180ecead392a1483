import { connectApi } from "../../adapters/network/api_endpoint.ts";
import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { diskSpaceOf } from "../../adapters/disk/disk_space.ts";
import { documentFolder } from "../../adapters/disk/documents.ts";
import { workAsOwner } from "../../adapters/disk/folder_owner.ts";
import { OverlayDisk } from "../../adapters/disk/overlay_disk.ts";
import { FolderInUse, requireFolder, whileUnchanged } from "../../adapters/disk/state_folder.ts";
import { systemClock, systemTimer } from "../../adapters/system/system.ts";
import { ApiConsole } from "../../api/client.ts";
import { LOCAL_CALLER } from "../../api/caller.ts";
import type { Input, Output } from "../../api/routes.ts";
import { Client, type ClientPorts } from "../../client/client.ts";
import { Host } from "../../host/host.ts";
import { MonitoringDocument } from "../../host/monitoring_document.ts";
import { broken, CLIENT_STEPS, notReached, type Step } from "../../policy/diagnosis.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { VERSION } from "../../version.ts";
import { notAHost } from "../handlers/client_handlers.ts";
import {
  clientDiagnosis,
  type DiagnosisHandlers,
  diagnosisView,
  hostDiagnosis,
} from "../handlers/diagnosing.ts";
import { clientPorts, hostPorts, publisherPorts } from "./folder.ts";
import { restingHealth } from "../monitoring/resting_health.ts";
import { type Role, roleOf } from "./role.ts";

/** What is to be diagnosed. */
export interface WhyWish extends Input<"why"> {
  /** The host, also where the folder has no key yet. */
  readonly host: boolean;
}

/** How long another command on the same folder is waited for, or a host that is just starting. */
const WAIT_MS = 5000;
const POLL_MS = 50;

/**
 * Diagnoses what a state folder is: over the API of the host that runs on it, else by reading it. Nothing in the folder is written, not
 * even its lock. Rejects with OperationError where it cannot be read at all.
 */
export async function diagnoseFolder(
  folder: string,
  { host, ...input }: WhyWish,
): Promise<Output<"why">> {
  await requireFolder(folder);
  const until = systemClock.now() + WAIT_MS;
  while (true) {
    const found = await connectApi(folder);
    if (found !== undefined) {
      await using console = new ApiConsole(found.send, found.close);
      return await console.call("why", input);
    }
    await workAsOwner(folder);
    try {
      const { why } = await whileUnchanged(folder, () => openToLook(folder, host));
      return await why(input, LOCAL_CALLER);
    } catch (error) {
      if (!(error instanceof FolderInUse) || systemClock.now() > until) throw error;
    }
    await systemTimer.wait(POLL_MS);
  }
}

/** Takes from the folder all that is needed of it; what would be written there stays in memory. */
async function openToLook(folder: string, asHost: boolean): Promise<DiagnosisHandlers> {
  const disk = new OverlayDisk(new DenoDisk(folder));
  const { role } = await roleOf(folder);
  if (role === "client" && asHost) throw notAHost();
  if (role !== "host" && !asHost) return await clientToLook(role, clientPorts(folder, disk));
  const host = await Host.open(hostPorts(folder, disk), { version: VERSION, note: () => {} });
  const health = restingHealth(host, diskSpaceOf(folder), new MonitoringDocument(documentFolder(disk)));
  return hostDiagnosis(host, folder, publisherPorts(), health, undefined);
}

async function clientToLook(role: Role, ports: ClientPorts): Promise<DiagnosisHandlers> {
  try {
    return clientDiagnosis(await Client.open(ports), role, ports);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return { why: () => Promise.resolve(diagnosisView(role, unreadable(error), ports)) };
  }
}

/** ERROR_FILE_CORRUPT */
const CORRUPT = 0x80070570;

/** A client whose own document is damaged: nothing else of it is known. */
function unreadable({ message, remedy }: OperationError): Step[] {
  const [settings, ...others] = CLIENT_STEPS;
  const fault = { code: CORRUPT, text: message, remedy: remedy ?? null };
  return [broken(settings, "damaged", fault), ...others.map((step) => notReached(step))];
}
