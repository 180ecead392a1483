import type { HostOrigin } from "../policy/client_settings.ts";
import { type HostKnowledge, hostSet, portSet } from "./finding.ts";
import type { HostAddress } from "./host_address.ts";

/** The host that is asked first, as far as it is known without DNS. */
export interface HostInUse extends HostAddress {
  readonly origin: HostOrigin;
  /** Of a host that is remembered: where it answered, and the domain in which DNS told of it. */
  readonly address: string | null;
  readonly domain: string | null;
}

/** Undefined where hosts are looked for in DNS. */
export function hostInUse(known: HostKnowledge): HostInUse | undefined {
  const set = hostSet(known);
  if (set !== undefined) return { ...set, address: null, domain: null };
  const { cachedHost } = known;
  if (cachedHost === null) return undefined;
  return { ...cachedHost, port: portSet(known) ?? cachedHost.port, origin: "remembered" };
}
