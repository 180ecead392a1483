import * as v from "valibot";
import { hostEventSchema } from "../../policy/events.ts";
import { ACTIVATION_TYPES } from "../../policy/client_settings.ts";
import { LICENCE_REASONS } from "../../policy/licence_state.ts";
import { hostSettingsSchema } from "../../policy/settings.ts";
import { SEVERITIES } from "../../policy/alerts.ts";
import { dnsDomainViewSchema } from "./dns.ts";
import { hostInUseSchema } from "./hosts.ts";
import { nothingSchema, productSchema, type Routes, time, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

const keySchema = v.object({
  serial: whole,
  partialKey: v.pipe(v.string(), v.description("the last five characters")),
});

/** Something that is wrong with the host. */
export const alertSchema = v.object({
  condition: v.string(),
  title: v.string(),
  severity: v.picklist(SEVERITIES),
  since: v.pipe(v.nullable(whole), v.description("milliseconds since 1970; null where that is not known")),
  text: v.pipe(v.string(), v.description("one sentence: what is wrong, with its numbers")),
  remedy: v.pipe(v.string(), v.description("what to do")),
});
export type AlertView = v.InferOutput<typeof alertSchema>;

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
  alerts: v.pipe(v.array(alertSchema), v.description("what is wrong, the worst first")),
  dns: v.pipe(v.array(dnsDomainViewSchema), v.description("where the host publishes itself in DNS")),
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
    multicast: v.boolean(),
    activationType: v.picklist(ACTIVATION_TYPES),
    ephemeral: v.pipe(v.boolean(), v.description("whether short leases are asked for")),
  }),
  hostInUse: v.nullable(hostInUseSchema),
  intervals: v.object({
    activationInterval: v.pipe(whole, v.description("minutes between tries until it is activated")),
    renewalInterval: v.pipe(whole, v.description("minutes from an activation to its renewal")),
  }),
  nextTry: v.pipe(
    v.nullable(whole),
    v.description("when kms client run asks a host, milliseconds since 1970; null where none runs"),
  ),
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
  licenceReason: v.picklist(LICENCE_REASONS),
  minutesLeft: v.pipe(whole, v.description("until the licence state ends; 0 where it does not")),
  stateEnds: v.pipe(
    v.nullable(whole),
    v.description("when it ends, milliseconds since 1970; null where it does not"),
  ),
  nextLicenceState: v.pipe(whole, v.description("the state after it, unless the client activates")),
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

/** One line of the watch stream: the state as it is, and the events since the line before. */
export const watchLineSchema = v.object({
  status: hostStatusSchema,
  events: v.array(hostEventSchema),
  left: v.pipe(whole, v.description("how many more events there were than the line has")),
});
export type WatchLine = v.InferOutput<typeof watchLineSchema>;

export const STATUS_ROUTES = {
  status: {
    ...PATHS.status,
    access: "read",
    summary: "What this state folder is, and how it stands",
    input: nothingSchema,
    output: statusSchema,
  },
} as const satisfies Routes;
