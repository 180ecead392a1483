import * as v from "valibot";
import { ACTIVATION_TYPES } from "../../policy/client_settings.ts";
import { SETTING_GROUPS, SETTING_NAMES } from "../../policy/settings.ts";
import { dnsServerSchema } from "./hosts.ts";
import { nothingSchema, type Routes, text, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

export const settingInputSchema = v.strictObject({
  name: v.picklist(SETTING_NAMES),
  value: v.union([v.number(), v.boolean()]),
});
const pending = v.nullable(
  v.pipe(v.string(), v.description("what has to happen before the setting takes effect; null where it has")),
);
export const settingOutputSchema = v.object({ pending });

const rule = {
  name: v.picklist(SETTING_NAMES),
  title: v.string(),
  about: v.pipe(v.string(), v.description("one sentence: what it does")),
  group: v.picklist(SETTING_GROUPS),
  pending: v.nullable(
    v.pipe(v.string(), v.description("why it is not in force though it is set; null where it is")),
  ),
};
export const settingViewSchema = v.variant("kind", [
  v.object({
    kind: v.literal("number"),
    ...rule,
    value: whole,
    initial: v.pipe(whole, v.description("what it is at first")),
    min: whole,
    max: whole,
    unit: v.pipe(v.string(), v.description("what it counts; empty for a port")),
  }),
  v.object({
    kind: v.literal("switch"),
    ...rule,
    value: v.boolean(),
    initial: v.pipe(v.boolean(), v.description("what it is at first")),
  }),
]);
export type SettingView = v.InferOutput<typeof settingViewSchema>;
export const settingsOutputSchema = v.object({ settings: v.array(settingViewSchema) });

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
  settings: {
    ...PATHS.settings,
    access: "read",
    summary: "All settings of the host, with what each may be",
    input: nothingSchema,
    output: settingsOutputSchema,
  },
  changeSetting: {
    ...PATHS.changeSetting,
    access: "write",
    summary: "Change a setting of the host",
    input: settingInputSchema,
    output: settingOutputSchema,
  },
  changeClientSetting: {
    ...PATHS.changeClientSetting,
    access: "write",
    summary: "Change a setting of a client",
    input: clientSettingInputSchema,
    output: clientSettingOutputSchema,
  },
} as const satisfies Routes;
