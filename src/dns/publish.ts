import type { SocketAddress } from "../ports.ts";
import type { DnsFailure } from "./failure.ts";
import { sameOffer, serviceName } from "./lookup.ts";
import { type DnsName, parseName } from "./name.ts";
import type { SrvData } from "./record_data.ts";
import type { Change } from "./requests.ts";
import type { Resolver } from "./resolver.ts";
import { sendUpdate, type Updating } from "./update.ts";
import { findZone, primaryServers, type Zone } from "./zone.ts";

/** Seconds that a published record may be kept, unless said otherwise. */
export const USUAL_TTL = 3600;

/** One SRV record of the service; that of the same offer is the same record, whatever its TTL. */
export interface ServiceRecord extends Omit<SrvData, "type"> {
  /** Seconds. */
  readonly ttl: number;
}

export interface Publishing extends Updating {
  /** Finds the zone and its primary server. */
  readonly resolver: Resolver;
  /** Takes the update in place of the zone's primary server. */
  readonly server: SocketAddress | undefined;
}

export type Published =
  | {
    readonly kind: "done";
    readonly name: DnsName;
    readonly zone: DnsName;
    /** That took the update. */
    readonly server: SocketAddress;
  }
  | { readonly kind: "failed"; readonly failure: DnsFailure };

/**
 * Publishes a record of the service in a domain, and takes back our `earlier` one where that is another. Records of others stay as they
 * are, and a record that is there already is no hindrance. Throws DecodeError for a malformed domain or target.
 */
export function publishService(
  publishing: Publishing,
  domain: string,
  record: ServiceRecord,
  earlier?: ServiceRecord,
): Promise<Published> {
  const name = serviceName(domain);
  const outdated = earlier === undefined || sameOffer(earlier, record)
    ? []
    : [change("delete", name, earlier)];
  return update(publishing, name, [...outdated, change("add", name, record)]);
}

/** Takes exactly our record back, from wherever it was published; one that is not there is no hindrance. */
export function withdrawService(
  publishing: Publishing,
  domain: string,
  record: ServiceRecord,
): Promise<Published> {
  const name = serviceName(domain);
  return update(publishing, name, [change("delete", name, record)]);
}

function change(kind: "add" | "delete", name: DnsName, record: ServiceRecord): Change {
  const { ttl, priority, weight, port, target } = record;
  return { kind, name, ttl, data: { type: "SRV", priority, weight, port, target: parseName(target) } };
}

async function update(
  publishing: Publishing,
  name: DnsName,
  changes: readonly Change[],
): Promise<Published> {
  const zone = await findZone(name, publishing.resolver);
  if ("failure" in zone) return { kind: "failed", ...zone };
  const servers = await serversOf(zone, publishing);
  if ("failure" in servers) return { kind: "failed", ...servers };
  const sent = await sendUpdate(publishing, zone.name, servers, changes);
  if ("failure" in sent) return { kind: "failed", ...sent };
  return { kind: "done", name, zone: zone.name, server: sent.server };
}

async function serversOf(zone: Zone, { server, resolver }: Publishing) {
  return server === undefined ? await primaryServers(zone, resolver) : [server];
}
