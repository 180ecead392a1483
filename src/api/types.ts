import * as v from "valibot";
import { hostEventSchema } from "../policy/events.ts";
import { ACTIVATION_TYPES } from "../policy/client_settings.ts";
import { domainStandingSchema } from "../policy/dns.ts";
import { dnsServerSchema, hostInUseSchema } from "./hosts_types.ts";
import { hostSettingsSchema, SETTING_NAMES } from "../policy/settings.ts";

export { hostsInputSchema, hostsOutputSchema } from "./hosts_types.ts";

/** What travels between the management API and its clients. Times are milliseconds since 1970. */

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(whole, v.description("milliseconds since 1970"));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

/** A product of the licence file. `id`: 32 hexadecimal digits, which people know as the activation ID. */
const productSchema = v.object({
  id: v.pipe(v.string(), v.description("activation ID: 32 hexadecimal digits")),
  name: v.string(),
  edition: v.string(),
  kind: v.picklist(["client", "server"]),
  threshold: v.pipe(whole, v.description("computers that must have asked before one is activated")),
});
export type ProductView = v.InferOutput<typeof productSchema>;

const keySchema = v.object({
  serial: whole,
  partialKey: v.pipe(v.string(), v.description("the last five characters")),
});

export const hostStatusSchema = v.object({
  role: v.literal("host"),
  version: v.string(),
  computer: v.string(),
  time,
  /** Where the listener takes requests; null while no host runs. */
  listening: v.nullable(v.object({ address: v.string(), port: whole })),
  /** Why nothing can be signed, or null. */
  trouble: v.nullable(v.object({ reason: v.string(), remedy: v.nullable(v.string()) })),
  publisher: v.nullable(v.object({ name: v.string(), licenceSerial: whole, url: v.nullable(v.string()) })),
  key: v.nullable(keySchema),
  activation: v.object({
    activated: v.boolean(),
    /** One sentence: that it is activated, or why it is not and what to do. */
    text: v.string(),
    ends: v.nullable(time),
    daysLeft: v.nullable(v.number()),
    sequence: v.nullable(v.pipe(whole, v.description("how often this host was activated"))),
  }),
  count: v.pipe(whole, v.description("computers that count")),
  known: v.pipe(whole, v.description("computers that a record is kept of, counted or not")),
  products: v.array(
    v.object({
      ...productSchema.entries,
      served: v.pipe(v.boolean(), v.description("whether the host's key covers it")),
    }),
  ),
  settings: hostSettingsSchema,
  requests: v.object({
    total: whole,
    failed: whole,
    byResult: v.pipe(v.record(v.string(), whole), v.description("requests by the HRESULT of their answer")),
    byLicenceState: v.pipe(v.array(whole), v.description("requests by the client's licence state, 0 to 5")),
  }),
});
export type HostStatus = v.InferOutput<typeof hostStatusSchema>;

export const clientStatusSchema = v.object({
  role: v.literal("client"),
  version: v.string(),
  computer: v.string(),
  time,
  machineId: v.string(),
  publisher: v.nullable(v.object({ name: v.string(), licenceSerial: whole })),
  product: v.nullable(productSchema),
  partialKey: v.nullable(v.string()),
  /** What is set for finding and using a KMS host. */
  settings: v.object({
    host: v.nullable(v.string()),
    productHost: v.nullable(v.string()),
    dnsServer: v.nullable(v.string()),
    domain: v.nullable(v.string()),
    hostCaching: v.boolean(),
    activationType: v.picklist(ACTIVATION_TYPES),
  }),
  hostInUse: v.nullable(hostInUseSchema),
  /** How often the client may still be rearmed. */
  rearmsLeft: whole,
  /** All that the licence file names. */
  products: v.array(productSchema),
  licenceState: v.pipe(
    whole,
    v.description(
      "0 unlicensed, 1 licensed, 2 initial grace, 3 additional grace, 4 not genuine, 5 notification",
    ),
  ),
  minutesLeft: v.pipe(whole, v.description("until the licence state ends; 0 where it does not")),
  lease: v.nullable(v.object({
    kind: v.picklist(["holds", "ended", "forged", "otherComputer", "otherProduct", "clockBack"]),
    reason: v.nullable(v.string()),
    issued: v.nullable(time),
    ends: v.nullable(time),
    renewAfter: v.nullable(time),
  })),
});
export type ClientStatus = v.InferOutput<typeof clientStatusSchema>;

/** A state folder in which no key is installed yet. */
const noRoleSchema = v.object({
  role: v.literal("none"),
  version: v.string(),
  computer: v.string(),
  time,
  publisher: v.nullable(v.object({ name: v.string(), licenceSerial: whole })),
});

export const statusSchema = v.variant("role", [hostStatusSchema, clientStatusSchema, noRoleSchema]);
export type Status = v.InferOutput<typeof statusSchema>;

export const nothingSchema = v.object({});

export const licenceInputSchema = v.strictObject({
  text: text(1_000_000),
  acceptNewRoots: v.pipe(
    v.boolean(),
    v.description("whether root keys other than those installed are taken"),
  ),
});
export const licenceOutputSchema = v.object({
  publisher: v.string(),
  serial: whole,
  products: v.array(v.object({ name: v.string(), threshold: whole })),
});

export const keyInputSchema = v.strictObject({ key: text(200) });
export const keyOutputSchema = v.object({
  kind: v.picklist(["host", "client"]),
  partialKey: v.string(),
  product: v.nullable(v.string()),
});

export const settingInputSchema = v.strictObject({
  name: v.picklist(SETTING_NAMES),
  value: v.union([v.number(), v.boolean()]),
});
const pending = v.nullable(
  v.pipe(v.string(), v.description("what has to happen before the setting takes effect; null where it has")),
);
export const settingOutputSchema = v.object({ pending });

const activationId = v.nullable(v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{32}$/),
  v.description(
    "that of a product, or of the host's own licence (its key's serial); null for what is installed",
  ),
));

export const activationInputSchema = v.strictObject({
  url: v.nullable(
    v.pipe(text(2000), v.url(), v.description("the activation service; null for that of the licence file")),
  ),
  id: activationId,
  dnsServer: v.optional(dnsServerSchema),
});
/** What was activated: a host, or a product of a client. */
export const activationOutputSchema = v.variant("role", [
  v.object({ role: v.literal("host"), ends: time }),
  v.object({
    role: v.literal("client"),
    product: v.string(),
    host: v.string(),
    count: whole,
    ends: time,
    renewalInterval: v.pipe(whole, v.description("minutes")),
  }),
]);

export const installationIdSchema = v.object({ installationId: v.string() });
export const confirmationInputSchema = v.strictObject({ confirmationId: text(2000) });

/** One setting of a client; null clears it. */
export const clientSettingInputSchema = v.variant("name", [
  v.strictObject({ name: v.literal("host"), value: v.nullable(text(300)) }),
  v.strictObject({
    name: v.literal("productHost"),
    product: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
    value: v.nullable(text(300)),
  }),
  v.strictObject({ name: v.literal("dnsServer"), value: v.nullable(dnsServerSchema) }),
  v.strictObject({ name: v.literal("domain"), value: v.nullable(text(253)) }),
  v.strictObject({ name: v.literal("hostCaching"), value: v.boolean() }),
  v.strictObject({ name: v.literal("activationType"), value: v.picklist(ACTIVATION_TYPES) }),
]);
/** `value` as it was understood. */
export const clientSettingOutputSchema = v.object({
  value: v.nullable(v.union([v.string(), v.boolean(), v.number()])),
  pending,
});

export const clearedKeySchema = v.object({ cleared: v.boolean() });
export const rearmOutputSchema = v.object({ machineId: v.string(), rearmsLeft: whole });
export const generalizeOutputSchema = v.object({ role: v.picklist(["host", "client"]) });

const userName = v.pipe(
  text(64),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "a user's name is made of the letters A to Z, digits, dots, hyphens and underscores",
  ),
);
/** How long it may be is for src/admin to say, in characters and not in units of UTF-16. */
const password = text(2000);
export const ROLES = ["reader", "administrator"] as const;
export type UserRole = typeof ROLES[number];

/** Remote administration: whether it is on, where it listens, what its certificate's fingerprint is, and who may sign in. */
export const adminStatusSchema = v.object({
  enabled: v.boolean(),
  address: v.string(),
  port: whole,
  /** Where it takes connections now; null while it does not. */
  listening: v.nullable(v.object({ address: v.string(), port: whole })),
  /** SHA-256 of the certificate, 64 hexadecimal digits; null before it is made, at first use. */
  fingerprint: v.nullable(v.string()),
  users: v.array(v.object({ name: v.string(), role: v.picklist(ROLES) })),
});
export type AdminStatus = v.InferOutput<typeof adminStatusSchema>;
export const adminInputSchema = v.strictObject({
  enabled: v.boolean(),
  /** Null: as it is, 1690 at first; 0 takes a free one at each start. */
  port: v.nullable(v.pipe(whole, v.maxValue(65535))),
  /** Null: as it is, all addresses at first. */
  address: v.nullable(v.pipe(v.string(), v.ip())),
});
export const addUserInputSchema = v.strictObject({ name: userName, role: v.picklist(ROLES), password });
export const passwordInputSchema = v.strictObject({ name: userName, password });
export const userNameInputSchema = v.strictObject({ name: userName });

const uint16 = v.pipe(whole, v.maxValue(65535));
const domainText = text(253);

/** A domain in which the host publishes itself, what is published there, and why not. */
export const dnsDomainViewSchema = v.object({ domain: v.string(), ...domainStandingSchema.entries });
export type DnsDomainView = v.InferOutput<typeof dnsDomainViewSchema>;
export const dnsStatusSchema = v.object({
  /** Whether publishing is switched on (/sdns). */
  publishing: v.boolean(),
  /** Whether the host runs: it publishes only then. */
  running: v.boolean(),
  domains: v.array(dnsDomainViewSchema),
});
export type DnsStatus = v.InferOutput<typeof dnsStatusSchema>;

export const dnsDomainInputSchema = v.strictObject({
  domain: domainText,
  priority: uint16,
  weight: uint16,
  /** The name server to send updates to, `ADDR` or `ADDR:PORT`; null for the zone's primary server. */
  server: v.nullable(text(60)),
  /** The name that the record leads to; null for the host's own. */
  target: v.nullable(domainText),
  /** Text of a key file as BIND has it, with which updates are signed; null for none. */
  tsigKey: v.nullable(text(10_000)),
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

export const errorSchema = v.object({
  error: v.object({ code: v.nullable(whole), message: v.string(), remedy: v.nullable(v.string()) }),
});

/** One line of the watch stream: the state as it is, and the events since the line before. */
export const watchLineSchema = v.object({
  status: hostStatusSchema,
  events: v.array(hostEventSchema),
  left: v.pipe(whole, v.description("how many more events there were than the line has")),
});
export type WatchLine = v.InferOutput<typeof watchLineSchema>;
