import { USUAL_WAITS } from "../dns/exchanged.ts";
import { lookupFailure, lookupService, sameOffer, type ServiceLookup } from "../dns/lookup.ts";
import { parseName } from "../dns/name.ts";
import { ServerResolver } from "../dns/resolver.ts";
import { parseServer } from "../dns/server_address.ts";
import { domainsByName, type DomainStanding, type PublishedRecord } from "../policy/dns.ts";
import type { SocketAddress } from "../ports.ts";
import type { PublisherPorts } from "./dns_change.ts";
import type { Host } from "./host.ts";

const LOOKUP_MS = 10_000;

/** What DNS tells of one domain. */
export interface SeenDomain {
  readonly domain: string;
  readonly records: readonly SeenRecord[];
  readonly failure: { readonly code: number | null; readonly reason: string; readonly remedy: string } | null;
}

export interface SeenRecord extends Omit<PublishedRecord, "ttl"> {
  readonly addresses: readonly string[];
  /** Whether it is this host's. */
  readonly ours: boolean;
}

/**
 * Looks up every domain in which the host is published, or should be: at `server` where one is given, at that which is set for the
 * domain, else as this computer does.
 */
export async function seenInDns(
  host: Host,
  ports: PublisherPorts,
  server?: SocketAddress,
): Promise<SeenDomain[]> {
  const standings = domainsByName(host.facts?.dns);
  return await Promise.all(standings.map(([domain, standing]) => see(host, ports, domain, standing, server)));
}

async function see(
  host: Host,
  { datagrams, network, dnsSettings }: PublisherPorts,
  domain: string,
  { wanted, published }: DomainStanding,
  given: SocketAddress | undefined,
): Promise<SeenDomain> {
  const { clock, timer, random } = host.ports;
  const server = given ?? (wanted?.server == null ? undefined : parseServer(wanted.server));
  const servers = server === undefined ? (await dnsSettings()).servers : [server];
  const patience = { waits: USUAL_WAITS, deadline: clock.now() + LOOKUP_MS };
  const resolver = new ServerResolver({ clock, timer, random, datagrams, network }, servers, patience);
  const found = await lookupService(domain, { resolver, random });
  return { domain, records: recordsOf(found, published?.record), failure: failureOf(found) };
}

function recordsOf({ outcome }: ServiceLookup, published: PublishedRecord | undefined): SeenRecord[] {
  if (outcome.kind !== "found") return [];
  const ours = published === undefined ? undefined : { ...published, target: parseName(published.target) };
  return outcome.targets.map(({ priority, weight, port, target, addresses }) => ({
    priority,
    weight,
    port,
    target,
    addresses,
    ours: ours !== undefined && sameOffer(ours, { priority, weight, port, target }),
  }));
}

function failureOf(found: ServiceLookup): SeenDomain["failure"] {
  const failure = lookupFailure(found);
  if (failure === undefined) return null;
  return { code: failure.code ?? null, reason: failure.message, remedy: failure.remedy };
}
