import { type DnsFailure, otherFailure } from "./failure.ts";
import { sameOffer } from "./lookup.ts";
import type { DnsName } from "./name.ts";
import { RecordType } from "./numbers.ts";
import type { RecordData, SrvData } from "./record_data.ts";
import type { Resolver } from "./resolver.ts";

/** Why nothing can be published at a name that is an alias: a server passes over such an update without a word (RFC 2136, 3.4.2.2). */
export async function aliasFailure(name: DnsName, resolver: Resolver): Promise<DnsFailure | undefined> {
  const resolution = await resolver.resolve(name, RecordType.CNAME);
  if (resolution.kind !== "found") return undefined;
  const data = resolution.records[0]?.data;
  const step = {
    what: `add a record to ${name}`,
    remedy: "publish in the domain that the alias leads to, or take the CNAME record away",
  };
  const target = data?.type === "CNAME" ? data.target : "another name";
  return otherFailure(step, undefined, `it is an alias (CNAME) of ${target}`);
}

/**
 * The TTL of SRV records of others at a name. Records of one name and type have one TTL (RFC 2181, 5.2), so that a server gives them
 * all the one of the last that was added: with theirs, ours changes nothing of them. Undefined where there are none, or where the
 * server does not say. `resolver` asks the zone's own server, for others count the TTL down.
 */
export async function ttlOfOthers(
  name: DnsName,
  resolver: Resolver,
  ours: readonly Omit<SrvData, "type">[],
): Promise<number | undefined> {
  const resolution = await resolver.resolve(name, RecordType.SRV);
  if (resolution.kind !== "found") return undefined;
  const isOurs = (data: RecordData) => data.type === "SRV" && ours.some((record) => sameOffer(record, data));
  return resolution.records.find(({ data }) => !isOurs(data))?.ttl;
}
