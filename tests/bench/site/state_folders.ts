import { hostPorts } from "../../../src/app/folders/folder.ts";
import { initAuthority, openAuthority } from "../../../src/app/folders/authority_folder.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { Checkpoint } from "../../../src/host/checkpoint.ts";
import { JournalWriter } from "../../../src/journal/writer.ts";
import { SEGMENT_BYTES, segmentName } from "../../../src/journal/segments.ts";
import { EventId, type RequestProcessed } from "../../../src/policy/events.ts";
import type { MachineRecord } from "../../../src/table/record.ts";
import { stateOf } from "../../support/samples/states.ts";
import { KEY_HASH } from "../../support/samples/tables.ts";

const PRODUCTS = JSON.stringify([{ name: "Measured", kind: "server", threshold: 1, countVirtual: true }]);
const BATCH = 1000;
const NAME_BYTES = 24;

/** An activated host at rest, and what its clients and its reference need to know of it. */
export interface ActivatedHost {
  readonly folder: string;
  readonly licenceFile: string;
  /** 32 hexadecimal digits. */
  readonly productId: string;
  /** 64 hexadecimal digits. */
  readonly hostKey: string;
  /** Seed of the host key (32 bytes) and its certificate (132), as reference.c reads them. */
  readonly identity: Uint8Array;
}

/** Makes a publisher and a host that it has activated, in folders below `folder`. */
export async function activateHost(folder: string): Promise<ActivatedHost> {
  const [authorityFolder, hostFolder] = [`${folder}/authority`, `${folder}/host`];
  const { products } = await initAuthority(authorityFolder, {
    publisher: "Bench",
    url: null,
    products: PRODUCTS,
  });
  const authority = await openAuthority(authorityFolder);
  const licence = await authority.licenceFile();
  {
    await using console = await openConsole(hostFolder, true);
    await console.call("installLicence", { text: licence, acceptNewRoots: false });
    await console.call("installKey", { key: await authority.issueKey("host", []) });
    const { installationId } = await console.call("installationId", {});
    await console.call("confirm", { confirmationId: await authority.confirm(installationId) });
  }
  const identity = await readIdentity(hostFolder);
  return {
    folder: hostFolder,
    licenceFile: licence,
    productId: products[0]!.id,
    hostKey: identity.subarray(68, 100).toHex(), // behind the seed, 36 bytes into the certificate
    identity,
  };
}

async function readIdentity(folder: string): Promise<Uint8Array> {
  const { disk, stateJson, timer, secretsJson } = hostPorts(folder);
  const { hostKey } = await secretsJson.read() as { hostKey: string };
  const { facts } = await new Checkpoint(disk, stateJson, timer).load(KEY_HASH);
  const parts = [hostKey, facts!.activation!.certificate];
  return new Uint8Array(parts.flatMap((text) => [...Uint8Array.fromBase64(text, { alphabet: "base64url" })]));
}

/** What a state folder is filled with. */
export interface Contents {
  /** Machines of the checkpoint: the ones that load.c plays. */
  readonly machines: number;
  /** Events of the journal behind the checkpoint. */
  readonly events: number;
  readonly productId: string;
}

/** Fills the folder of a host at rest, as it is after it was killed. */
export async function fill(folder: string, { machines, events, productId }: Contents): Promise<void> {
  const { disk, stateJson, timer } = hostPorts(folder);
  const checkpoint = new Checkpoint(disk, stateJson, timer);
  const { facts, requests, position } = await checkpoint.load(KEY_HASH);
  const now = Date.now();
  const records = Array.from(
    { length: machines },
    (_, n) => recordOf(n, productId, now - events - machines + n),
  );
  await checkpoint.save(stateOf(facts, records, requests), position, Promise.resolve());
  const bytes = await disk.size(segmentName(position.segment)) ?? 0;
  const journal = await JournalWriter.open(disk, { position, bytes, segmentBytes: SEGMENT_BYTES });
  for (let at = 0; at < events; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - at) }, (_, i) => {
      const { firstSeen: _first, lastSeen: _last, ...machine } = records[(at + i) % machines]!;
      return requestOf(machine, now - events + at + i, at + i);
    });
    await journal.append(batch);
  }
  await journal.close();
}

/** As load.c has it: number and name of a machine. */
function recordOf(n: number, productId: string, time: number): MachineRecord {
  const identity = (n + 1).toString(16).padStart(8, "0").repeat(4);
  return {
    machineId: identity,
    hardware: identity,
    name: `pc-${String(n).padStart(6, "0")}.`.padEnd(NAME_BYTES, "x"),
    productId,
    virtual: false,
    ephemeral: false,
    counted: true,
    licenceState: 1,
    minutesLeft: 100_000,
    result: 0,
    firstSeen: time,
    lastSeen: time,
  };
}

function requestOf(
  machine: Omit<MachineRecord, "firstSeen" | "lastSeen">,
  time: number,
  sequence: number,
): RequestProcessed {
  return {
    id: EventId.requestProcessed,
    time,
    ...machine,
    renewal: true,
    recorded: true,
    count: 1,
    needed: 1,
    sequence,
    address: "127.0.0.1",
  };
}
