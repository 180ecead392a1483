import { toHex } from "../../protocol/bytes.ts";
import type { Link } from "../../ports.ts";
import { sameIpAddress } from "../ip_address.ts";
import type { Message } from "../message.ts";
import { type DnsName, sameName } from "../name.ts";
import { CACHE_FLUSH, type ResourceRecord } from "../record.ts";
import { encodeData, typeOf } from "../record_data.ts";
import { type OwnRecords, sameRecord } from "./own_records.ts";

/** Whose name another has too: that of the instance, or that of the computer. */
export type Conflict = "instance" | "host";

/** Our records, link by link, of those that announce any. */
export type OwnOnLinks = ReadonlyMap<Link, OwnRecords>;

/** Whether a response shows that another has a name of ours (RFC 6762, 9). */
export function conflictIn(response: Message, own: OwnOnLinks): Conflict | undefined {
  const told = [...response.answers, ...response.additionals].filter(({ ttl }) => ttl > 0);
  for (const { instance, addresses } of own.values()) {
    if (told.some((record) => contradicts(record, instance))) return "instance";
    if (told.some((record) => isOfAnother(record, addresses[0]!.name, [...own.keys()]))) return "host";
  }
  return undefined;
}

/** Whether another who probes for the same instance at the same time goes first: he whose records come later in order (RFC 6762, 8.2). */
export function losesTo(probe: Message, { instance }: OwnRecords): boolean {
  const name = instance[0]!.name;
  const theirs = probe.authorities.filter((record) => sameName(record.name, name));
  return theirs.length > 0 && compareSets(instance, theirs) < 0;
}

/** Whether a query wants to know if a name is free. */
export function isProbeFor(query: Message, names: readonly DnsName[]): boolean {
  return query.authorities.some((record) => names.some((name) => sameName(record.name, name)));
}

function contradicts(record: ResourceRecord, ours: readonly ResourceRecord[]): boolean {
  const own = ours.find(({ data }) => typeOf(data) === typeOf(record.data));
  return own !== undefined && sameName(own.name, record.name) && !sameRecord(own, record);
}

/** Whether an address of a computer of our name is none of this computer's: another program here may well announce them. */
function isOfAnother({ name, data }: ResourceRecord, ourName: DnsName, links: readonly Link[]): boolean {
  if (data.type !== "A" && data.type !== "AAAA" || !sameName(name, ourName)) return false;
  const ours = links.flatMap(({ addresses }) => addresses);
  return !ours.some(({ address }) => sameIpAddress(address, data.address));
}

/** Negative where the first set comes before the other. */
function compareSets(ours: readonly ResourceRecord[], theirs: readonly ResourceRecord[]): number {
  const [one, other] = [ours.map(sortKey).sort(), theirs.map(sortKey).sort()];
  const at = one.findIndex((key, i) => key !== other[i]);
  if (at === -1) return one.length - other.length;
  return other[at] === undefined || one[at]! > other[at] ? 1 : -1;
}

/** Class, type and data in hexadecimal: as texts they stand in the order of the bytes. */
function sortKey({ recordClass, data }: ResourceRecord): string {
  const numbers = [recordClass & ~CACHE_FLUSH, typeOf(data)].flatMap((
    number,
  ) => [number >> 8, number & 0xff]);
  return toHex(Uint8Array.from(numbers)) + toHex(encodeData(data));
}
