import type { SocketAddress } from "../ports.ts";
import { addressesOf } from "./addresses.ts";
import { DnsCode, type DnsFailure, otherFailure, type Step } from "./failure.ts";
import { type DnsName, isWithin, parentOf, ROOT, sameName } from "./name.ts";
import { RecordType } from "./numbers.ts";
import type { ResourceRecord } from "./record.ts";
import type { Resolver } from "./resolver.ts";

/** A zone and its primary server (MNAME), which updates go to (RFC 2136, 4.3). */
export interface Zone {
  readonly name: DnsName;
  readonly primary: DnsName;
}

/** Finds the zone that a name lies in, by asking for SOA at the name and at those above it. */
export async function findZone(
  name: DnsName,
  resolver: Resolver,
): Promise<Zone | { readonly failure: DnsFailure }> {
  for (
    let asked: DnsName | undefined = name;
    asked !== undefined && asked !== ROOT;
    asked = parentOf(asked)
  ) {
    const resolution = await resolver.resolve(asked, RecordType.SOA);
    if (resolution.kind === "failed") return { failure: resolution.failure };
    const records = resolution.kind === "found" ? resolution.records : resolution.authorities;
    const zone = zoneIn(records, asked);
    if (zone !== undefined) return zone;
  }
  const step: Step = { what: `find the zone of ${name}`, remedy: "name the zone's server with its address" };
  return { failure: otherFailure(step, DnsCode.nameError, "no name above it has an SOA record") };
}

/** The addresses of a zone's primary server. */
export async function primaryServers(
  { name, primary }: Zone,
  resolver: Resolver,
): Promise<readonly SocketAddress[] | { readonly failure: DnsFailure }> {
  const { addresses, failure } = await addressesOf(primary, resolver);
  if (addresses.length > 0) return addresses.map((host) => ({ host, port: 53 }));
  const step: Step = {
    what: `find the primary server of the zone ${name}`,
    remedy: "name the zone's server with its address",
  };
  const text = failure?.message ?? `its SOA record names ${primary}, which has no address`;
  return { failure: otherFailure(step, failure?.code ?? DnsCode.noRecords, text) };
}

/** The SOA of the name or of one above it; the root's is nobody's to update. */
function zoneIn(records: readonly ResourceRecord[], name: DnsName): Zone | undefined {
  for (const { name: owner, data } of records) {
    if (data.type !== "SOA" || sameName(owner, ROOT) || !isWithin(name, owner)) continue;
    return { name: owner, primary: data.mname };
  }
  return undefined;
}
