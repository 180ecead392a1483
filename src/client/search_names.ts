import type { HostNames, OpenNames } from "../dns/host_names.ts";
import type { Circumstances } from "./activating.ts";

/** Of a search's time, what a DNS that does not answer leaves for multicast: for gathering answers, and for asking who gave them. */
const MULTICAST_MS = 10_000;

/** Names for a search that ends at `until`, milliseconds since 1970. */
export function searchNames(
  openNames: OpenNames,
  { facts, dnsServer }: Circumstances,
  until: number,
): HostNames {
  const deadline = facts.multicast ? until - MULTICAST_MS : until;
  return openNames({ server: dnsServer, deadline, multicastDeadline: until });
}
