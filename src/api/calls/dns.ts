import * as v from "valibot";
import { domainStandingSchema } from "../../policy/dns.ts";
import { nothingSchema, type Routes, text, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));
const uint16 = v.pipe(whole, v.maxValue(65535));
const domainText = text(253);

/** A domain in which the host publishes itself, what is published there, and why not. */
export const dnsDomainViewSchema = v.object({ domain: v.string(), ...domainStandingSchema.entries });
export type DnsDomainView = v.InferOutput<typeof dnsDomainViewSchema>;
/** How the announcement by multicast stands: its names, or why there is none. */
const announcementSchema = v.object({
  state: v.pipe(
    v.picklist(["starting", "waiting", "probing", "announced"]),
    v.description(
      "waiting: it failed and is tried again; probing: others are asked whether the names are free",
    ),
  ),
  instance: v.pipe(v.nullable(v.string()), v.description("the name for people, such as Contoso KMS")),
  host: v.pipe(v.nullable(v.string()), v.description("the computer's name, without .local")),
  reason: v.pipe(v.nullable(v.string()), v.description("why it is not announced")),
});
export const dnsStatusSchema = v.object({
  /** Whether publishing is switched on (/sdns). */
  publishing: v.boolean(),
  /** Whether the host runs: it publishes only then. */
  running: v.boolean(),
  multicast: v.object({
    /** Whether the host is set to announce itself by multicast. */
    enabled: v.boolean(),
    announcement: v.pipe(
      v.nullable(announcementSchema),
      v.description("null where none is to be made: it is off, or the host does not run"),
    ),
  }),
  domains: v.array(dnsDomainViewSchema),
});
export type DnsStatus = v.InferOutput<typeof dnsStatusSchema>;

/** What is left out stays as it is for a domain that is set already, and has its default for one that is not. */
export const dnsDomainInputSchema = v.strictObject({
  domain: domainText,
  priority: v.optional(described(uint16, "at first 0")),
  weight: v.optional(described(uint16, "at first 0")),
  server: v.optional(described(
    v.nullable(text(60)),
    "the name server to send updates to, ADDR or ADDR:PORT; null, as at first, for the zone's primary server",
  )),
  target: v.optional(described(
    v.nullable(domainText),
    "the name that the record leads to; null, as at first, for the host's own",
  )),
  tsigKey: v.optional(described(
    v.nullable(text(10_000)),
    "text of a key file as BIND has it, with which updates are signed; null, as at first, for none",
  )),
});
export const dnsDomainNameInputSchema = v.strictObject({ domain: domainText });

/** What DNS tells of each domain in which the host is to be found, as others see it. */
export const dnsSeenSchema = v.object({
  domains: v.array(v.object({
    domain: v.string(),
    records: v.array(v.object({
      priority: uint16,
      weight: uint16,
      port: uint16,
      target: v.string(),
      addresses: v.array(v.string()),
      /** Whether it is this host's. */
      ours: v.boolean(),
    })),
    /** Why nothing is to be seen; null where something is. */
    failure: v.nullable(v.object({ code: v.nullable(whole), reason: v.string(), remedy: v.string() })),
  })),
});
export type DnsSeen = v.InferOutput<typeof dnsSeenSchema>;

export const DNS_ROUTES = {
  dns: {
    ...PATHS.dns,
    access: "read",
    summary: "Where the host publishes itself in DNS",
    input: nothingSchema,
    output: dnsStatusSchema,
  },
  setDnsDomain: {
    ...PATHS.setDnsDomain,
    access: "write",
    summary: "Publish the host in a domain, or change how; what is left out stays as it is",
    input: dnsDomainInputSchema,
    output: dnsStatusSchema,
  },
  removeDnsDomain: {
    ...PATHS.removeDnsDomain,
    access: "write",
    summary: "Publish the host in a domain no more",
    input: dnsDomainNameInputSchema,
    output: dnsStatusSchema,
  },
  publishDns: {
    ...PATHS.publishDns,
    access: "write",
    summary: "Bring the host's records in DNS up to date at once",
    input: nothingSchema,
    output: dnsStatusSchema,
  },
  dnsSeen: {
    ...PATHS.dnsSeen,
    access: "read",
    summary: "Look the host's records up, as others do",
    input: nothingSchema,
    output: dnsSeenSchema,
  },
} as const satisfies Routes;
