import type { ClientSettings } from "../policy/client_settings.ts";
import { normalDnsServer } from "./dns_server.ts";
import { parseDomain } from "./domain.ts";
import { formatHostSetting, parseHostSetting } from "./host_address.ts";

/** Settings as they were understood: texts in their one form. Throws OperationError where one cannot be read. */
export function readSettings<Change extends Partial<ClientSettings>>(change: Change): Change {
  const { host, domain, dnsServer } = change;
  return {
    ...change,
    ...(typeof host === "string" ? { host: formatHostSetting(parseHostSetting(host)) } : {}),
    ...(typeof domain === "string" ? { domain: parseDomain(domain) } : {}),
    ...(typeof dnsServer === "string" ? { dnsServer: normalDnsServer(dnsServer) } : {}),
  };
}
