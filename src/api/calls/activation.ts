import * as v from "valibot";
import { dnsServerSchema } from "./hosts.ts";
import { nothingSchema, type Routes, text, time, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

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

/** A Confirmation ID while it is typed. */
export const confirmationCheckSchema = v.object({
  needed: v.pipe(whole, v.description("blocks of seven digits")),
  blocks: v.pipe(
    v.array(v.object({
      text: v.string(),
      state: v.pipe(
        v.picklist(["sound", "misread", "unfinished"]),
        v.description("misread: its check digit says so, or it holds something else than digits"),
      ),
    })),
    v.description("those that are there, in their order; hyphens, spaces and every seven digits part them"),
  ),
  complete: v.pipe(v.boolean(), v.description("whether as many as needed are there, and all are sound")),
});
export type ConfirmationCheck = v.InferOutput<typeof confirmationCheckSchema>;

export const ACTIVATION_ROUTES = {
  activate: {
    ...PATHS.activate,
    access: "write",
    summary: "Activate: a host at its publisher, a client at its KMS host",
    input: activationInputSchema,
    output: activationOutputSchema,
  },
  installationId: {
    ...PATHS.installationId,
    access: "read",
    summary: "The Installation ID for activation by telephone",
    input: nothingSchema,
    output: installationIdSchema,
  },
  checkConfirmation: {
    ...PATHS.checkConfirmation,
    access: "read",
    summary: "Which blocks of a Confirmation ID are misread, as far as it is typed",
    input: confirmationInputSchema,
    output: confirmationCheckSchema,
  },
  confirm: {
    ...PATHS.confirm,
    access: "write",
    summary: "Activate the host with a Confirmation ID",
    input: confirmationInputSchema,
    output: activationOutputSchema,
  },
} as const satisfies Routes;
