import { type DnsSettings, parseResolvConf, parseWindowsRegistry } from "../dns/system_settings.ts";

const RESOLV_CONF = "/etc/resolv.conf";
const PARAMETERS = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
const PARAMETERS6 = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters";

/** How this computer looks names up; without servers where that cannot be found out. */
export async function systemDnsSettings(): Promise<DnsSettings> {
  if (Deno.build.os !== "windows") {
    return parseResolvConf(await Deno.readTextFile(RESOLV_CONF).catch(() => ""));
  }
  return parseWindowsRegistry(`${await registry(PARAMETERS)}\n${await registry(PARAMETERS6)}`);
}

/** The values below a key; nothing where they cannot be had. */
async function registry(key: string): Promise<string> {
  try {
    const command = new Deno.Command("reg", { args: ["query", key, "/s"], stdin: "null", stderr: "null" });
    return new TextDecoder().decode((await command.output()).stdout);
  } catch {
    return "";
  }
}
