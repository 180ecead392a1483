import type { SocketAddress } from "../ports.ts";
import type { DnsFailure } from "./failure.ts";
import { aliasFailure, ttlOfOthers } from "./existing.ts";
import { sameOffer, serviceName } from "./lookup.ts";
import { type DnsName, parseName } from "./name.ts";
import type { SrvData } from "./record_data.ts";
import type { Change } from "./requests.ts";
import { type Resolver, ServerResolver } from "./resolver.ts";
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
    /** Of the record that is published now; undefined where one was taken back. */
    readonly ttl: number | undefined;
  }
  | { readonly kind: "failed"; readonly failure: DnsFailure };

/**
 * Publishes a record of the service in a domain, and takes back our `earlier` one where that is another. Records of others stay as they
 * are, and a record that is there already is no hindrance. Throws DecodeError for a malformed domain or target.
 */
export async function publishService(
  publishing: Publishing,
  domain: string,
  record: ServiceRecord,
  earlier: ServiceRecord = record,
): Promise<Published> {
  const [name, ours, outdated] = [serviceName(domain), canonical(record), canonical(earlier)];
  const place = await placeOf(name, publishing);
  if ("failure" in place) return { kind: "failed", ...place };
  const primary = new ServerResolver(publishing.ports, place.servers, publishing.patience);
  const alias = await aliasFailure(name, primary);
  if (alias !== undefined) return { kind: "failed", failure: alias };
  const ttl = await ttlOfOthers(name, primary, [ours, outdated]) ?? ours.ttl;
  const add = change("add", name, { ...ours, ttl });
  const changes = sameOffer(ours, outdated) ? [add] : [change("delete", name, outdated), add];
  return await update(publishing, place, changes, ttl);
}

/** Takes exactly our record back; one that is not there is no hindrance. Throws DecodeError for a malformed domain or target. */
export async function withdrawService(
  publishing: Publishing,
  domain: string,
  record: ServiceRecord,
): Promise<Published> {
  const [name, ours] = [serviceName(domain), canonical(record)];
  const place = await placeOf(name, publishing);
  if ("failure" in place) return { kind: "failed", ...place };
  return await update(publishing, place, [change("delete", name, ours)], undefined);
}

/** With the target as names are written here, so that it can be compared. */
function canonical(record: ServiceRecord): ServiceRecord {
  return { ...record, target: parseName(record.target) };
}

/** Where an update of a name goes. */
interface Place {
  readonly name: DnsName;
  readonly zone: Zone;
  readonly servers: readonly SocketAddress[];
}

async function placeOf(
  name: DnsName,
  { server, resolver }: Publishing,
): Promise<Place | { readonly failure: DnsFailure }> {
  const zone = await findZone(name, resolver);
  if ("failure" in zone) return zone;
  const servers = server === undefined ? await primaryServers(zone, resolver) : [server];
  return "failure" in servers ? servers : { name, zone, servers };
}

async function update(
  publishing: Publishing,
  { name, zone, servers }: Place,
  changes: readonly Change[],
  ttl: number | undefined,
): Promise<Published> {
  const sent = await sendUpdate(publishing, zone.name, servers, changes);
  if ("failure" in sent) return { kind: "failed", ...sent };
  return { kind: "done", name, zone: zone.name, server: sent.server, ttl };
}

function change(kind: "add" | "delete", name: DnsName, { ttl, ...data }: ServiceRecord): Change {
  return { kind, name, ttl, data: { type: "SRV", ...data } };
}
