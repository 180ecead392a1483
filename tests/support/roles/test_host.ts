import { documentFolder } from "../../../src/adapters/disk/documents.ts";
import { activateOnline } from "../../../src/host/activating.ts";
import { Host, type HostOptions, type HostPorts } from "../../../src/host/host.ts";
import { installKey, installLicence } from "../../../src/host/installing.ts";
import type { Disk, Machine } from "../../../src/ports.ts";
import { fakeMachine } from "../fakes/fake_machine.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { Publisher } from "./publisher.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";
import { SimulatedDisk } from "../disk/simulated_disk.ts";
import { START } from "../counting.ts";

export interface PortOptions {
  readonly machine?: Machine;
  readonly seed?: number;
  readonly isOwnNetwork?: HostPorts["isOwnNetwork"];
}

export function portsOver(disk: Disk, time: FakeTime, options: PortOptions = {}): HostPorts {
  const documents = documentFolder(disk);
  return {
    clock: time,
    timer: time,
    random: new SeededRandom(options.seed ?? 1000),
    disk,
    machine: options.machine ?? fakeMachine("host"),
    stateJson: documents.json("state.json"),
    secretsJson: documents.json("secrets.json"),
    licenceFile: documents.text("publisher.lic"),
    isOwnNetwork: options.isOwnNetwork ?? (() => true),
  };
}

export function openHost(
  disk: Disk,
  time: FakeTime,
  options: Partial<HostOptions> & PortOptions = {},
): Promise<Host> {
  return Host.open(portsOver(disk, time, options), { version: "test", ...options });
}

/** A host that its publisher has activated, and all that it stands on. */
export interface TestHost {
  readonly host: Host;
  readonly disk: SimulatedDisk;
  readonly time: FakeTime;
  readonly publisher: Publisher;
}

/** Not activated, but with licence file and product key. */
export async function equippedHost(options: Partial<HostOptions> & PortOptions = {}): Promise<TestHost> {
  const [time, disk] = [new FakeTime(START), new SimulatedDisk()];
  const publisher = await Publisher.create(time);
  const host = await openHost(disk, time, options);
  await installLicence(host, publisher.licence);
  await installKey(host, await publisher.authority.issueKey("host", []));
  return { host, disk, time, publisher };
}

export async function activatedHost(options: Partial<HostOptions> & PortOptions = {}): Promise<TestHost> {
  const made = await equippedHost(options);
  await activateOnline(made.host, made.publisher.service);
  return made;
}
