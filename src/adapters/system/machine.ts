import { hostname, networkInterfaces } from "node:os";
import process from "node:process";
import { type HardwareComponents, hardwareIdentity } from "../../crypto/hardware.ts";
import type { Machine } from "../../ports.ts";
import type { RunProgram } from "./program_output.ts";
import { entriesOf, isThere, readText } from "../disk/small_files.ts";

/**
 * This computer, from what every user may read: a component that only root could see would make another computer of it when the
 * service runs as a user of its own.
 */
export function machineOf(run: RunProgram): Machine {
  return {
    hardware: async () => hardwareIdentity(await PLATFORM.components(run)),
    isVirtual: () => PLATFORM.isVirtual(run),
    name: () => hostname(),
  };
}

interface Platform {
  components(run: RunProgram): Promise<HardwareComponents>;
  isVirtual(run: RunProgram): Promise<boolean>;
}

const VIRTUAL_MAKERS =
  /qemu|kvm|vmware|virtualbox|innotek|xen|microsoft corporation virtual|bochs|parallels|hyper-v|amazon ec2|google compute/i;

const linux: Platform = {
  async components() {
    return {
      system: await readText("/etc/machine-id") ?? await readText("/var/lib/dbus/machine-id"),
      board: joined([
        await readText("/sys/class/dmi/id/board_vendor"),
        await readText("/sys/class/dmi/id/board_name"),
        (await readText("/proc/cpuinfo"))?.match(/^model name\s*:\s*(.+)$/m)?.[1],
      ]),
      disk: await firstOf("/sys/block", ["device/serial", "device/wwid", "wwid", "serial"]),
      network: networkAddress(await physicalInterfaces()),
    };
  },
  async isVirtual() {
    const flags = await readText("/proc/cpuinfo");
    const maker = joined([
      await readText("/sys/class/dmi/id/sys_vendor"),
      await readText("/sys/class/dmi/id/product_name"),
    ]);
    return /^flags\s*:.*\bhypervisor\b/m.test(flags ?? "") || VIRTUAL_MAKERS.test(maker ?? "");
  },
};

const macos: Platform = {
  async components(run) {
    const platform = await run("ioreg", ["-rd1", "-c", "IOPlatformExpertDevice"]);
    const disk = await run("diskutil", ["info", "/"]);
    return {
      system: /"IOPlatformUUID" = "([^"]+)"/.exec(platform)?.[1],
      board: /"IOPlatformSerialNumber" = "([^"]+)"/.exec(platform)?.[1],
      disk: /Disk \/ Partition UUID:\s*(\S+)/.exec(disk)?.[1],
      network: networkAddress(),
    };
  },
  isVirtual: async (run) => (await run("sysctl", ["-n", "kern.hv_vmm_present"])).trim() === "1",
};

const BIOS_KEY = "HKLM\\HARDWARE\\DESCRIPTION\\System\\BIOS";
const windows: Platform = {
  async components(run) {
    const bios = await run("reg", ["query", BIOS_KEY]);
    const cryptography = await run("reg", [
      "query",
      "HKLM\\SOFTWARE\\Microsoft\\Cryptography",
      "/v",
      "MachineGuid",
    ]);
    const volume = await run("cmd", ["/d", "/c", "vol", "C:"]);
    return {
      system: registryValue(cryptography, "MachineGuid"),
      board: joined([registryValue(bios, "BaseBoardManufacturer"), registryValue(bios, "BaseBoardProduct")]),
      disk: /\b([0-9A-F]{4}-[0-9A-F]{4})\b/i.exec(volume)?.[1],
      network: networkAddress(),
    };
  },
  async isVirtual(run) {
    const bios = await run("reg", ["query", BIOS_KEY]);
    const maker = joined([
      registryValue(bios, "SystemManufacturer"),
      registryValue(bios, "SystemProductName"),
    ]);
    return VIRTUAL_MAKERS.test(maker ?? "");
  },
};

const PLATFORM: Platform = process.platform === "win32"
  ? windows
  : process.platform === "darwin"
  ? macos
  : linux;

function joined(parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(" ");
}

/** The first of `files` that has a text in the folders below `folder`, taken in the order of their names. */
async function firstOf(folder: string, files: readonly string[]): Promise<string | undefined> {
  for (const name of await entriesOf(folder)) {
    if (/^(loop|ram|zram|dm-|sr|md)/.test(name)) continue;
    for (const file of files) {
      const text = await readText(`${folder}/${name}/${file}`);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

async function physicalInterfaces(): Promise<Set<string>> {
  const physical = new Set<string>();
  for (const name of await entriesOf("/sys/class/net")) {
    if (await isThere(`/sys/class/net/${name}/device`)) physical.add(name);
  }
  return physical;
}

/** The lowest hardware address among the interfaces (of `names`, where some are named) that are not loopback. */
function networkAddress(names: ReadonlySet<string> = new Set()): string | undefined {
  const addresses = Object.entries(networkInterfaces())
    .filter(([name]) => names.size === 0 || names.has(name))
    .flatMap(([, infos = []]) => infos.map(({ mac }) => mac.toLowerCase()))
    .filter((mac) => mac !== "00:00:00:00:00:00");
  return addresses.sort()[0];
}

function registryValue(text: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name}\\s+REG_\\w+\\s+(.+?)\\s*$`, "m").exec(text)?.[1];
}
