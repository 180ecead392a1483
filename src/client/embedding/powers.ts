import process from "node:process";
import { readFile } from "node:fs/promises";
import { systemDatagrams } from "../../adapters/network/dns_transport.ts";
import { systemNames } from "../../adapters/network/host_names.ts";
import { systemDnsSettings } from "../../adapters/network/dns_settings.ts";
import { machineOf } from "../../adapters/system/machine.ts";
import { systemMulticast } from "../../adapters/network/multicast.ts";
import { NodeDisk } from "../../adapters/disk/node_disk.ts";
import { nodeFolderLock } from "../../adapters/disk/node_lock.ts";
import { networkAddresses } from "../../adapters/network/network_addresses.ts";
import { nodeNetwork } from "../../adapters/network/node_network.ts";
import { idleTimer } from "../../adapters/network/idle_timer.ts";
import { prepareFolder } from "../../adapters/disk/own_folder.ts";
import { programOutput } from "../../adapters/system/program_output.ts";
import { readingSeldom } from "../../adapters/system/seldom_machine.ts";
import { systemClock, systemRandom, systemStopwatch, systemTimer } from "../../adapters/system/system.ts";
import { defaultFolder } from "../../policy/default_folder.ts";
import type { Disk, FolderLock } from "../../ports.ts";
import type { ClientPorts } from "../client.ts";
import type { RenewalPorts } from "../renewing.ts";

/** What the library needs of the world. */
export interface Powers {
  readonly client: Omit<ClientPorts, "documents" | "log">;
  readonly renewal: RenewalPorts;
  readonly disk: Disk;
  /** Makes the folder, or closes it to others. Rejects with OperationError. */
  prepare(): Promise<void>;
  /** Waits so many milliseconds for another process. */
  lock(waitMs: number): FolderLock;
  /** The bytes of a file of the product's. */
  readFile(path: string): Promise<Uint8Array>;
}

/** What changes while a computer is off need not be read more often. */
const SAME_HARDWARE_MS = 3_600_000;

/** A product's user knows no command, its programmer the option. */
const FOLDER_WORDS = {
  naming: "in the option folder",
  stranger: "run this program as the user that owns it, or name another in the option folder",
};

const machine = readingSeldom(machineOf(programOutput), systemStopwatch, SAME_HARDWARE_MS);

/** This computer's, over a folder; without one over that of the computer's kms. `background`: nothing of it keeps the process from its end. */
export function systemPowers(named: string | undefined, { background = false } = {}): Powers {
  const folder = named ?? usualFolder();
  return {
    client: clientPorts(background),
    renewal: {
      clock: systemClock,
      timer: idleTimer,
      stopwatch: systemStopwatch,
      random: systemRandom,
      addresses: networkAddresses,
    },
    disk: new NodeDisk(folder),
    prepare: () => prepareFolder(folder, FOLDER_WORDS),
    lock: (waitMs) => nodeFolderLock(folder, waitMs),
    readFile: async (path) => new Uint8Array(await readFile(path)),
  };
}

function clientPorts(background: boolean): Powers["client"] {
  const ports = {
    clock: systemClock,
    timer: background ? idleTimer : systemTimer,
    random: systemRandom,
    network: nodeNetwork({ background }),
  };
  const naming = {
    ...ports,
    datagrams: systemDatagrams(systemRandom, { background }),
    multicast: systemMulticast,
    dnsSettings: () => systemDnsSettings(programOutput),
  };
  return { ...ports, machine, openNames: systemNames(naming, () => machine.name()) };
}

function usualFolder(): string {
  return defaultFolder({
    platform: process.platform,
    isRoot: process.geteuid?.() === 0,
    env: (name) => process.env[name],
  });
}
