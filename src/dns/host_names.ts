import type { SocketAddress } from "../ports.ts";
import type { ServiceLookup } from "./lookup.ts";
import type { DnsName } from "./name.ts";

/** The addresses of a host by its name. */
export interface HostAddresses {
  readonly addresses: readonly string[];
  /** Why there are none; undefined where there are. */
  readonly missing: string | undefined;
}

/** Names as one search for a host sees them. Nothing rejects for what others say, or do not. */
export interface HostNames {
  /** Where the service is looked for: the computer's own domain, then those that it searches. */
  domains(): Promise<readonly DnsName[]>;
  findService(domain: DnsName): Promise<ServiceLookup>;
  /** Where the service is announced by multicast on this computer's links. */
  findAnnounced(): Promise<ServiceLookup>;
  findAddresses(name: string): Promise<HostAddresses>;
}

export interface NameSource {
  /** Asked instead of the system's DNS servers; undefined for those. */
  readonly server: SocketAddress | undefined;
  /** When every question to DNS must have come to its end, milliseconds since 1970. */
  readonly deadline: number;
  /** When looking by multicast must have. */
  readonly multicastDeadline: number;
}

/** Names for one search. */
export type OpenNames = (source: NameSource) => HostNames;
