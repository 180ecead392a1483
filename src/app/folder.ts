import { systemDatagrams } from "../adapters/dns_transport.ts";
import { documentFolder } from "../adapters/documents.ts";
import { DenoDisk } from "../adapters/deno_disk.ts";
import { systemNames } from "../adapters/host_names.ts";
import { systemMulticast } from "../adapters/multicast.ts";
import { denoProgramOutput } from "../adapters/deno_program.ts";
import { thisMachine } from "../adapters/this_machine.ts";
import { systemClock, systemRandom, systemTimer } from "../adapters/system.ts";
import { tcpNetwork } from "../adapters/tcp.ts";
import type { ClientPorts } from "../client/client.ts";
import { systemDnsSettings } from "../adapters/dns_settings.ts";
import { SIDE_LOGS } from "../journal/side_log.ts";
import { SideLog } from "../journal/side_log.ts";
import type { PublisherPorts } from "../host/dns_change.ts";
import type { HostPorts } from "../host/host.ts";
import type { Disk } from "../ports.ts";

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
