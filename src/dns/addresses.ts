import { recordsOf } from "./aliases.ts";
import type { DnsName } from "./name.ts";
import { RecordType } from "./numbers.ts";
import type { ResourceRecord } from "./record.ts";
import type { Resolver } from "./resolver.ts";
import type { DnsFailure } from "./failure.ts";

/** The addresses of a name; where there are none, why not, if that is known. */
export interface Addresses {
  readonly addresses: readonly string[];
  readonly failure: DnsFailure | undefined;
}

/** IPv4 and IPv6 addresses of a name: those that an answer brought along, the others asked for. */
export async function addressesOf(
  name: DnsName,
  resolver: Resolver,
  known: readonly ResourceRecord[] = [],
): Promise<Addresses> {
  const families = await Promise.all(
    [RecordType.A, RecordType.AAAA].map((type) => ofFamily(name, type, resolver, known)),
  );
  return {
    addresses: families.flatMap(({ addresses }) => addresses),
    failure: families.find(({ failure }) => failure !== undefined)?.failure,
  };
}

async function ofFamily(
  name: DnsName,
  type: number,
  resolver: Resolver,
  known: readonly ResourceRecord[],
): Promise<Addresses> {
  const brought = recordsOf(known, name, type);
  if (brought.length > 0) return { addresses: addressesIn(brought), failure: undefined };
  const resolution = await resolver.resolve(name, type);
  if (resolution.kind === "found") return { addresses: addressesIn(resolution.records), failure: undefined };
  return { addresses: [], failure: resolution.kind === "failed" ? resolution.failure : undefined };
}

function addressesIn(records: readonly ResourceRecord[]): string[] {
  const addresses = records.flatMap(({ data }) =>
    data.type === "A" || data.type === "AAAA" ? [data.address] : []
  );
  return [...new Set(addresses)];
}
