import * as v from "valibot";
import { ACTIVATION_TYPES } from "../../policy/client_settings.ts";
import { SETTING_NAMES } from "../../policy/settings.ts";
import { dnsServerSchema } from "./hosts.ts";
import { type Routes, text } from "./shared.ts";

export const settingInputSchema = v.strictObject({
  name: v.picklist(SETTING_NAMES),
  value: v.union([v.number(), v.boolean()]),
});
const pending = v.nullable(
  v.pipe(v.string(), v.description("what has to happen before the setting takes effect; null where it has")),
);
export const settingOutputSchema = v.object({ pending });

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
  v.strictObject({ name: v.literal("multicast"), value: v.boolean() }),
  v.strictObject({ name: v.literal("activationType"), value: v.picklist(ACTIVATION_TYPES) }),
  v.strictObject({ name: v.literal("ephemeral"), value: v.boolean() }),
]);
/** `value` as it was understood. */
export const clientSettingOutputSchema = v.object({
  value: v.nullable(v.union([v.string(), v.boolean(), v.number()])),
  pending,
});

export const SETTINGS_ROUTES = {
  changeSetting: {
    method: "PUT",
    path: "/v1/setting",
    access: "write",
    summary: "Change a setting of the host",
    input: settingInputSchema,
    output: settingOutputSchema,
  },
  changeClientSetting: {
    method: "PUT",
    path: "/v1/client-setting",
    access: "write",
    summary: "Change a setting of a client",
    input: clientSettingInputSchema,
    output: clientSettingOutputSchema,
  },
} as const satisfies Routes;
