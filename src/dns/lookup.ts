import type { Random } from "../ports.ts";
import { addressesOf } from "./addresses.ts";
import { DnsCode, type DnsFailure, otherFailure } from "./failure.ts";
import { type DnsName, parseName, ROOT, sameName } from "./name.ts";
import { RecordType } from "./numbers.ts";
import type { ResourceRecord } from "./record.ts";
import type { SrvData } from "./record_data.ts";
import { type Asked, lookUp, type Resolver } from "./resolver.ts";
import { orderByWeight } from "./service_order.ts";

/** The service by its DNS label: volume activation over TCP. */
export const SERVICE_LABEL = "_volact._tcp";

/** Somewhere that offers the service, in the order in which they are to be tried. */
export interface ServiceTarget extends Omit<SrvData, "type"> {
  /** Seconds that the record may be kept. */
  readonly ttl: number;
  readonly addresses: readonly string[];
  /** Why there are no addresses; undefined where there are. */
  readonly missing: string | undefined;
}

export type ServiceOutcome =
  | { readonly kind: "found"; readonly targets: readonly ServiceTarget[] }
  /** The domain says that it has no such service: one record with the target `.` (RFC 2782). */
  | { readonly kind: "notOffered" }
  | { readonly kind: "noName" | "noRecords" }
  | { readonly kind: "failed"; readonly failure: DnsFailure };

export interface ServiceLookup {
  /** `_volact._tcp.DOMAIN.` */
  readonly name: DnsName;
  readonly outcome: ServiceOutcome;
  /** Every question on the way and what came of it. */
  readonly asked: readonly Asked[];
}

/** Targets beyond so many, in their order, are left out: nobody publishes that many, and each costs two questions. */
export const MOST_TARGETS = 16;

/** The name that the service of a domain is published at. Throws DecodeError. */
export function serviceName(domain: string): DnsName {
  return parseName(domain === ROOT ? SERVICE_LABEL : `${SERVICE_LABEL}.${domain}`);
}

/** Finds where a domain offers the service. Throws DecodeError for a malformed domain, and for nothing that DNS says. */
export async function lookupService(
  domain: string,
  { resolver, random }: { resolver: Resolver; random: Random },
): Promise<ServiceLookup> {
  const name = serviceName(domain);
  const outcome = await outcomeOf(name, resolver, random);
  return { name, outcome, asked: resolver.asked };
}

/** Why a lookup gave nothing that can be connected to; undefined where it did. */
export function lookupFailure({ name, outcome }: ServiceLookup): DnsFailure | undefined {
  const step = lookUp(name, RecordType.SRV);
  const fail = (code: DnsCode, text: string) => otherFailure(step, code, text);
  switch (outcome.kind) {
    case "failed":
      return outcome.failure;
    case "noName":
      return fail(DnsCode.nameError, "the name does not exist");
    case "noRecords":
      return fail(DnsCode.noRecords, "the name has no such record");
    case "notOffered":
      return fail(DnsCode.noRecords, "the domain says that it does not offer the service");
    case "found": {
      if (outcome.targets.some(({ addresses }) => addresses.length > 0)) return undefined;
      const [first] = outcome.targets;
      return fail(DnsCode.noRecords, `it leads to ${first?.target}, of which ${first?.missing}`);
    }
  }
}

async function outcomeOf(name: DnsName, resolver: Resolver, random: Random): Promise<ServiceOutcome> {
  const resolution = await resolver.resolve(name, RecordType.SRV);
  if (resolution.kind === "failed") return resolution;
  if (resolution.kind !== "found") return { kind: resolution.kind };
  const offered = distinct(resolution.records).filter(({ target }) => target !== ROOT);
  if (offered.length === 0) return { kind: "notOffered" };
  const tried = orderByWeight(offered, random).slice(0, MOST_TARGETS);
  const withAddresses = (offer: Offer) => targetOf(offer, resolver, resolution.additionals);
  return { kind: "found", targets: await Promise.all(tried.map(withAddresses)) };
}

type Offer = Omit<ServiceTarget, "addresses" | "missing">;

function distinct(records: readonly ResourceRecord[]): Offer[] {
  const offers: Offer[] = [];
  for (const { ttl, data } of records) {
    if (data.type !== "SRV") continue;
    const { type: _, ...offer } = data;
    if (!offers.some((other) => sameOffer(other, offer))) offers.push({ ...offer, ttl });
  }
  return offers;
}

/** Whether two SRV records say the same, whatever their TTL and the case of their letters. */
export function sameOffer(one: Omit<SrvData, "type">, other: Omit<SrvData, "type">): boolean {
  return one.priority === other.priority && one.weight === other.weight && one.port === other.port &&
    sameName(one.target, other.target);
}

async function targetOf(
  offer: Offer,
  resolver: Resolver,
  additionals: readonly ResourceRecord[],
): Promise<ServiceTarget> {
  const { addresses, failure } = await addressesOf(offer.target, resolver, additionals);
  const missing = failure?.message ?? "no address is known in DNS";
  return { ...offer, addresses, missing: addresses.length > 0 ? undefined : missing };
}
