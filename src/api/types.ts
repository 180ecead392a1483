import * as v from "valibot";
import { hostEventSchema } from "../policy/events.ts";
import { SETTING_RULES, type SettingName } from "../policy/settings.ts";

/** What travels between the management API and its clients. Times are milliseconds since 1970. */

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

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
  products: v.array(v.object({
    id: v.string(),
    name: v.string(),
    edition: v.string(),
    kind: v.picklist(["client", "server"]),
    threshold: whole,
    served: v.boolean(),
  })),
  settings: v.object({ port: whole, activationInterval: whole, renewalInterval: whole, machineLimit: whole }),
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
  product: v.nullable(v.object({ id: v.string(), name: v.string(), edition: v.string(), kind: v.string() })),
  partialKey: v.nullable(v.string()),
  /** The KMS host that is set, or null. */
  host: v.nullable(v.string()),
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
  name: v.picklist(Object.keys(SETTING_RULES) as SettingName[]),
  value: v.number(),
});
/** `pending`: what has to happen before the setting takes effect, or null where it has. */
export const settingOutputSchema = v.object({ pending: v.nullable(v.string()) });

export const activationInputSchema = v.strictObject({ url: v.nullable(v.pipe(text(2000), v.url())) });
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
export const kmsHostInputSchema = v.strictObject({ host: v.nullable(text(300)) });
export const kmsHostOutputSchema = v.object({ host: v.nullable(v.string()) });

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
