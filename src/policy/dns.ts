import * as v from "valibot";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const uint16 = v.pipe(whole, v.maxValue(65535));

/** A domain in which a host publishes itself, and how. */
export const dnsDomainSchema = v.strictObject({
  priority: uint16,
  weight: uint16,
  /** The name server to send updates to, `ADDR` or `ADDR:PORT`; null for the zone's primary server. */
  server: v.nullable(v.string()),
  /** The name that the record leads to; null for this computer's own. */
  target: v.nullable(v.string()),
  /** Whether updates are signed; the key itself is apart from the journal. */
  signed: v.boolean(),
});
export type DnsDomain = Readonly<v.InferOutput<typeof dnsDomainSchema>>;

/** An SRV record of ours, as it stands in DNS: what may be taken back again, and nothing else. */
export const publishedRecordSchema = v.strictObject({
  priority: uint16,
  weight: uint16,
  port: uint16,
  target: v.string(),
  /** Seconds. */
  ttl: whole,
});
export type PublishedRecord = Readonly<v.InferOutput<typeof publishedRecordSchema>>;

/** What is known of one domain. */
export const domainStandingSchema = v.strictObject({
  /** How to publish in it; null where it was removed and its record could not be taken back. */
  wanted: v.nullable(dnsDomainSchema),
  published: v.nullable(v.strictObject({ record: publishedRecordSchema, server: v.string(), time: whole })),
  /** Why it could not be published or taken back the last time; null since it could. */
  failure: v.nullable(
    v.strictObject({ code: v.nullable(whole), reason: v.string(), remedy: v.string(), since: whole }),
  ),
});
export type DomainStanding = Readonly<v.InferOutput<typeof domainStandingSchema>>;

/** By domain, in lower case without the last dot. */
export type DnsStanding = Readonly<Record<string, DomainStanding>>;

/** In the order of their names, whatever was changed last. */
export function domainsByName(dns: DnsStanding = {}): [string, DomainStanding][] {
  return Object.entries(dns).sort(([one], [other]) => one < other ? -1 : 1);
}
