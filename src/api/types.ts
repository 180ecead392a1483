import * as v from "valibot";
import { hostEventSchema } from "../policy/events.ts";
import { ACTIVATION_TYPES } from "../policy/client_settings.ts";
import { hostSettingsSchema, SETTING_NAMES } from "../policy/settings.ts";

/** What travels between the management API and its clients. Times are milliseconds since 1970. */

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

/** A product of the licence file. `id`: 32 hexadecimal digits, which people know as the activation ID. */
const productSchema = v.object({
  id: v.string(),
  name: v.string(),
  edition: v.string(),
  kind: v.picklist(["client", "server"]),
  threshold: whole,
});
export type ProductView = v.InferOutput<typeof productSchema>;

const keySchema = v.object({ serial: whole, partialKey: v.string() });

export const hostStatusSchema = v.object({
  role: v.literal("host"),
  version: v.string(),
  computer: v.string(),
  time: whole,
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
    ends: v.nullable(whole),
    daysLeft: v.nullable(v.number()),
    sequence: v.nullable(whole),
  }),
  /** Computers counted, and all that records are kept of. */
  count: whole,
  known: whole,
  products: v.array(v.object({ ...productSchema.entries, served: v.boolean() })),
  settings: hostSettingsSchema,
  requests: v.object({
    total: whole,
    failed: whole,
    byResult: v.record(v.string(), whole),
    byLicenceState: v.array(whole),
  }),
});
export type HostStatus = v.InferOutput<typeof hostStatusSchema>;

export const clientStatusSchema = v.object({
  role: v.literal("client"),
  version: v.string(),
  computer: v.string(),
  time: whole,
  machineId: v.string(),
  publisher: v.nullable(v.object({ name: v.string(), licenceSerial: whole })),
  product: v.nullable(productSchema),
  partialKey: v.nullable(v.string()),
  /** What is set for finding and using a KMS host. */
  settings: v.object({
    host: v.nullable(v.string()),
    domain: v.nullable(v.string()),
    hostCaching: v.boolean(),
    activationType: v.picklist(ACTIVATION_TYPES),
  }),
  /** How often the client may still be rearmed. */
  rearmsLeft: whole,
  /** All that the licence file names. */
  products: v.array(productSchema),
  licenceState: whole,
  minutesLeft: whole,
  lease: v.nullable(v.object({
    kind: v.picklist(["holds", "ended", "forged", "otherComputer", "otherProduct", "clockBack"]),
    reason: v.nullable(v.string()),
    issued: v.nullable(whole),
    ends: v.nullable(whole),
    renewAfter: v.nullable(whole),
  })),
});
export type ClientStatus = v.InferOutput<typeof clientStatusSchema>;

/** A state folder in which no key is installed yet. */
const noRoleSchema = v.object({
  role: v.literal("none"),
  version: v.string(),
  computer: v.string(),
  time: whole,
  publisher: v.nullable(v.object({ name: v.string(), licenceSerial: whole })),
});

export const statusSchema = v.variant("role", [hostStatusSchema, clientStatusSchema, noRoleSchema]);
export type Status = v.InferOutput<typeof statusSchema>;

export const nothingSchema = v.object({});

export const licenceInputSchema = v.strictObject({ text: text(1_000_000), acceptNewRoots: v.boolean() });
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
/** `pending`: what has to happen before the setting takes effect, or null where it has. */
export const settingOutputSchema = v.object({ pending: v.nullable(v.string()) });

/** An activation ID: the ID of a product, or of the host's own licence (its key's serial); null for whatever is installed. */
const activationId = v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)));

export const activationInputSchema = v.strictObject({
  /** The publisher's activation service, instead of the licence file's. */
  url: v.nullable(v.pipe(text(2000), v.url())),
  id: activationId,
});
/** What was activated: a host, or a product of a client. */
export const activationOutputSchema = v.variant("role", [
  v.object({ role: v.literal("host"), ends: whole }),
  v.object({
    role: v.literal("client"),
    product: v.string(),
    host: v.string(),
    count: whole,
    ends: whole,
    renewalInterval: whole,
  }),
]);

export const installationIdSchema = v.object({ installationId: v.string() });
export const confirmationInputSchema = v.strictObject({ confirmationId: text(2000) });

/** One setting of a client; null clears it. */
export const clientSettingInputSchema = v.variant("name", [
  v.strictObject({ name: v.literal("host"), value: v.nullable(text(300)) }),
  v.strictObject({ name: v.literal("domain"), value: v.nullable(text(253)) }),
  v.strictObject({ name: v.literal("hostCaching"), value: v.boolean() }),
  v.strictObject({ name: v.literal("activationType"), value: v.picklist(ACTIVATION_TYPES) }),
]);
/** `value` as it was understood; `pending` as for a host's setting. */
export const clientSettingOutputSchema = v.object({
  value: v.nullable(v.union([v.string(), v.boolean(), v.number()])),
  pending: v.nullable(v.string()),
});

export const clearedKeySchema = v.object({ cleared: v.boolean() });
export const rearmOutputSchema = v.object({ machineId: v.string(), rearmsLeft: whole });
export const generalizeOutputSchema = v.object({ role: v.picklist(["host", "client"]) });

const userName = v.pipe(text(64), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/));
const password = v.pipe(v.string(), v.minLength(8), v.maxLength(256));
export const ROLES = ["reader", "administrator"] as const;
export type UserRole = typeof ROLES[number];

/** Remote administration: whether it is on, where it listens, what its certificate's fingerprint is, and who may sign in. */
export const adminStatusSchema = v.object({
  enabled: v.boolean(),
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
  /** Null: as it is, 1690 at first. */
  port: v.nullable(v.pipe(whole, v.minValue(1), v.maxValue(65535))),
});
export const addUserInputSchema = v.strictObject({ name: userName, role: v.picklist(ROLES), password });
export const passwordInputSchema = v.strictObject({ name: userName, password });
export const userNameInputSchema = v.strictObject({ name: userName });

export const errorSchema = v.object({
  error: v.object({ code: v.nullable(whole), message: v.string(), remedy: v.nullable(v.string()) }),
});

/** One line of the watch stream: the state as it is, and the events since the line before, of which `left` more were left out. */
export const watchLineSchema = v.object({
  status: hostStatusSchema,
  events: v.array(hostEventSchema),
  left: whole,
});
export type WatchLine = v.InferOutput<typeof watchLineSchema>;
