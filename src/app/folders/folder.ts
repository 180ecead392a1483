import { systemDatagrams } from "../../adapters/network/dns_transport.ts";
import { documentFolder } from "../../adapters/disk/documents.ts";
import { DenoDisk } from "../../adapters/disk/deno_disk.ts";
import { systemNames } from "../../adapters/network/host_names.ts";
import { systemMulticast } from "../../adapters/network/multicast.ts";
import { OwnNetworks } from "../../adapters/network/own_networks.ts";
import { denoProgramOutput } from "../../adapters/system/deno_program.ts";
import { thisMachine } from "../../adapters/system/this_machine.ts";
import { systemClock, systemRandom, systemStopwatch, systemTimer } from "../../adapters/system/system.ts";
import { tcpNetwork } from "../../adapters/network/tcp.ts";
import type { ClientPorts } from "../../client/client.ts";
import { systemDnsSettings } from "../../adapters/network/dns_settings.ts";
import { SIDE_LOGS } from "../../journal/side_log.ts";
import { SideLog } from "../../journal/side_log.ts";
import type { PublisherPorts } from "../../host/dns_change.ts";
import type { HostPorts } from "../../host/host.ts";
import type { Disk } from "../../ports.ts";

const ownNetworks = new OwnNetworks(systemStopwatch.elapsed);

/** How this computer looks names up. */
function dnsSettings() {
  return systemDnsSettings(denoProgramOutput);
}

/** The powers that a host gets over its state folder. */
export function hostPorts(folder: string, disk: Disk = new DenoDisk(folder)): HostPorts {
  const documents = documentFolder(disk);
  return {
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    disk,
    machine: thisMachine,
    stateJson: documents.json("state.json"),
    secretsJson: documents.json("secrets.json"),
    licenceFile: documents.text("publisher.lic"),
    isOwnNetwork: (address) => ownNetworks.has(address),
  };
}

/** The powers by which a host publishes itself in DNS. */
export function publisherPorts(): PublisherPorts {
  return {
    datagrams: systemDatagrams(systemRandom),
    network: tcpNetwork,
    dnsSettings,
  };
}

/** Names as this computer has them. */
export const openNames = systemNames({
  clock: systemClock,
  timer: systemTimer,
  random: systemRandom,
  datagrams: systemDatagrams(systemRandom),
  network: tcpNetwork,
  multicast: systemMulticast,
  dnsSettings,
}, () => thisMachine.name());

/** The powers that a client gets over its state folder. */
export function clientPorts(folder: string, disk: Disk = new DenoDisk(folder)): ClientPorts {
  return {
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    network: tcpNetwork,
    machine: thisMachine,
    documents: documentFolder(disk),
    openNames,
    log: new SideLog(disk, SIDE_LOGS.client),
  };
}
