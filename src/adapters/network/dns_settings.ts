import process from "node:process";
import { type DnsSettings, parseResolvConf, parseWindowsRegistry } from "../../dns/system_settings.ts";
import type { RunProgram } from "../system/program_output.ts";
import { readText } from "../disk/small_files.ts";

const RESOLV_CONF = "/etc/resolv.conf";
const PARAMETERS = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
const PARAMETERS6 = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters";

/** How this computer looks names up; without servers where that cannot be found out. */
export async function systemDnsSettings(run: RunProgram): Promise<DnsSettings> {
  if (process.platform !== "win32") return parseResolvConf(await readText(RESOLV_CONF) ?? "");
  return parseWindowsRegistry(`${await registry(run, PARAMETERS)}\n${await registry(run, PARAMETERS6)}`);
}

/** The values below a key; nothing where they cannot be had. */
function registry(run: RunProgram, key: string): Promise<string> {
  return run("reg", ["query", key, "/s"]);
}
