import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { folderExists } from "../../adapters/disk/state_folder.ts";
import type { EventSource } from "../../api/event_source.ts";
import { LOCAL_CALLER } from "../../api/caller.ts";
import { readLicence } from "../../crypto/licence_file.ts";
import { SIDE_LOGS } from "../../journal/side_log.ts";
import { segmentName, segmentsIn } from "../../journal/segments.ts";
import { DecodeError } from "../../protocol/decode_error.ts";
import { OperationError } from "../../policy/operation_error.ts";
import { eventHandlers } from "../handlers/event_handlers.ts";
import { hostPorts } from "../folders/folder.ts";
import { roleOf } from "../folders/role.ts";

const POLL_MS = 500;

/**
 * The events of a state folder of this computer, read from its files and by nobody's leave: the host that runs on it is not kept from
 * its work, and one that cannot run is not needed. Rejects with OperationError.
 */
export async function openLocalEvents(folder: string): Promise<EventSource> {
  if (!await folderExists(folder)) {
    throw new OperationError(`There is no state folder ${folder}`, { remedy: "name one with --state DIR" });
  }
  const ports = hostPorts(folder);
  const { licenceFile, timer, machine } = ports;
  const disk = new DenoDisk(folder);
  const { role } = await readable(folder, () => roleOf(folder));
  const licence = await readLicence(licenceFile).catch(() => undefined);
  const { events, verifyEvents } = eventHandlers(ports, () => licence?.payload.products ?? []);
  let seen: string | undefined;
  return {
    computer: () => Promise.resolve(machine.name()),
    page: (wish) => readable(folder, () => events(wish, LOCAL_CALLER)),
    verify: (after) =>
      readable(folder, async () => {
        if (role === "client" && segmentsIn(await disk.list()).length === 0) throw unchained();
        return await verifyEvents(after === undefined ? {} : { after }, LOCAL_CALLER);
      }),
    async changed(signal) {
      for (let now = await sizes(disk); now === seen && !signal.aborted; now = await sizes(disk)) {
        await timer.wait(POLL_MS, signal);
      }
      seen = await sizes(disk);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function unchained(): OperationError {
  return new OperationError(
    "There is no chain to verify: this state folder is a client's, whose log has none",
    {
      remedy: "name the host's folder with --state DIR",
    },
  );
}

/** Of the files that events are added to, as a text that is another one when one of them has grown. */
async function sizes(disk: DenoDisk): Promise<string> {
  const last = segmentsIn(await disk.list()).at(-1);
  const names = [
    ...(last === undefined ? [] : [segmentName(last)]),
    ...Object.values(SIDE_LOGS).map((name) => `${name}.jsonl`),
  ];
  return (await Promise.all(names.map(async (name) => `${name} ${await disk.size(name)}`))).join("\n");
}

async function readable<T>(folder: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof OperationError) throw cause;
    if (cause instanceof DecodeError) throw new OperationError(cause.message, { cause });
    throw new OperationError(
      `Cannot read the events in ${folder}: ${cause instanceof Error ? cause.message : cause}`,
      { remedy: "run kms as the user that owns the folder, or as root (sudo)", cause },
    );
  }
}
