import * as v from "valibot";

/** What belongs together where all are shown. */
export const SETTING_GROUPS = ["service", "publishing", "journal", "alerts"] as const;

interface Rule {
  readonly title: string;
  /** One sentence: what it does. */
  readonly about: string;
  readonly group: typeof SETTING_GROUPS[number];
}

interface NumberRule extends Rule {
  readonly kind: "number";
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

interface SwitchRule extends Rule {
  readonly kind: "switch";
  readonly initial: boolean;
}

/** When the host's administrators are warned (src/health). 0 switches a warning off, but for `alertDuplicates` and `alertDays`. */
const ALERT_RULES = {
  /** The count below which there is a warning; it has nothing to do with the products' thresholds. */
  alertCount: {
    kind: "number",
    title: "count to warn below",
    about: "Warn when fewer machines count than this; 0 for no warning.",
    group: "alerts",
    initial: 0,
    min: 0,
    max: 10_000_000,
    unit: "machines",
  },
  /** How long nobody may ask. At first the renewal interval: within it every activated computer asks. */
  alertQuiet: {
    kind: "number",
    title: "longest time without a request",
    about: "Warn when no computer has asked for so long; 0 for no warning.",
    group: "alerts",
    initial: 168,
    min: 0,
    max: 8760,
    unit: "hours",
  },
  alertDisk: {
    kind: "number",
    title: "least free space on the disk",
    about: "Warn when the state folder's disk has less room than this; 0 for no warning.",
    group: "alerts",
    initial: 500,
    min: 0,
    max: 1_000_000,
    unit: "MB",
  },
  alertRefusals: {
    kind: "number",
    title: "most refusals in an hour",
    about:
      "Warn when more requests are refused within an hour, too few computers left aside; 0 for no warning.",
    group: "alerts",
    initial: 60,
    min: 0,
    max: 1_000_000,
    unit: "refusals",
  },
  alertDuplicates: {
    kind: "number",
    title: "number of duplicates tolerated",
    about: "Warn when more machine IDs than this are on several computers.",
    group: "alerts",
    initial: 0,
    min: 0,
    max: 10_000_000,
    unit: "machine IDs",
  },
  alertDays: {
    kind: "number",
    title: "warning time before expiry",
    about: "Warn so long before the activation or a certificate ends.",
    group: "alerts",
    initial: 30,
    min: 1,
    max: 365,
    unit: "days",
  },
} as const satisfies Record<string, NumberRule>;
const MEBIBYTE = 1024 * 1024;

/** Ranges and what they begin with are those of the original, in the units of its tool. */
export const SETTING_RULES = {
  port: {
    kind: "number",
    title: "port",
    about: "TCP port that computers send their requests to.",
    group: "service",
    initial: 1688,
    min: 1,
    max: 65535,
    unit: "",
  },
  activationInterval: {
    kind: "number",
    title: "activation interval",
    about: "How long a computer that is not activated waits before it asks again.",
    group: "service",
    initial: 120,
    min: 15,
    max: 43_200,
    unit: "minutes",
  },
  renewalInterval: {
    kind: "number",
    title: "renewal interval",
    about: "How long a computer that is activated waits before it renews.",
    group: "service",
    initial: 10_080,
    min: 15,
    max: 43_200,
    unit: "minutes",
  },
  machineLimit: {
    kind: "number",
    title: "machine limit",
    about: "How many machines the host keeps records of at most; those beyond are refused.",
    group: "service",
    initial: 500_000,
    min: 50,
    max: 10_000_000,
    unit: "machines",
  },
  addressLimit: {
    kind: "number",
    title: "address limit",
    about: "How many new machines one address may bring within a day, known ones left aside; 0 for no limit.",
    group: "service",
    initial: 5000,
    min: 0,
    max: 10_000_000,
    unit: "machines",
  },
  publicClients: {
    kind: "switch",
    title: "clients of public networks",
    about:
      "Whether computers of public networks are served too, and not only those of private ones and of the host's own.",
    group: "service",
    initial: false,
  },
  journalMaxBytes: {
    kind: "number",
    title: "size limit of the journal",
    about: "What the event log may take of the disk: the oldest events go.",
    group: "journal",
    initial: 256 * MEBIBYTE,
    min: 16 * MEBIBYTE,
    max: 1024 * 1024 * MEBIBYTE,
    unit: "bytes",
  },
  journalMaxAgeDays: {
    kind: "number",
    title: "age limit of the journal",
    about: "How long events are kept: older ones go.",
    group: "journal",
    initial: 400,
    min: 1,
    max: 36_500,
    unit: "days",
  },
  dnsPublishing: {
    kind: "switch",
    title: "DNS publishing",
    about: "Whether the host keeps its record in DNS, in the domains that are set.",
    group: "publishing",
    initial: true,
  },
  multicast: {
    kind: "switch",
    title: "multicast",
    about: "Whether the host announces itself by multicast DNS on its own links.",
    group: "publishing",
    initial: false,
  },
  lowPriority: {
    kind: "switch",
    title: "low priority",
    about: "Whether the listener lets other programs of this computer go first.",
    group: "service",
    initial: false,
  },
  ...ALERT_RULES,
} as const satisfies Record<string, NumberRule | SwitchRule>;

export type SettingName = keyof typeof SETTING_RULES;
export type SettingValue = number | boolean;
export const SETTING_NAMES = Object.keys(SETTING_RULES) as SettingName[];
export type AlertSetting = keyof typeof ALERT_RULES;
export const ALERT_SETTINGS = Object.keys(ALERT_RULES) as AlertSetting[];

type NameOf<Rule> = {
  [Name in SettingName]: (typeof SETTING_RULES)[Name] extends Rule ? Name : never;
}[SettingName];
export type NumberSetting = NameOf<NumberRule>;
export type SwitchSetting = NameOf<SwitchRule>;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** When the host's administrators are warned. */
export const alertSettingsSchema = v.object({
  alertCount: v.optional(whole, SETTING_RULES.alertCount.initial),
  alertQuiet: v.optional(whole, SETTING_RULES.alertQuiet.initial),
  alertDisk: v.optional(whole, SETTING_RULES.alertDisk.initial),
  alertRefusals: v.optional(whole, SETTING_RULES.alertRefusals.initial),
  alertDuplicates: v.optional(whole, SETTING_RULES.alertDuplicates.initial),
  alertDays: v.optional(whole, SETTING_RULES.alertDays.initial),
});

/** What an administrator may set on a host. Each name is that of the setting in the journal and in the API. */
export const hostSettingsSchema = v.strictObject({
  port: whole,
  activationInterval: whole,
  renewalInterval: whole,
  machineLimit: whole,
  addressLimit: v.optional(whole, SETTING_RULES.addressLimit.initial),
  publicClients: v.optional(v.boolean(), SETTING_RULES.publicClients.initial),
  journalMaxBytes: v.optional(whole, SETTING_RULES.journalMaxBytes.initial),
  journalMaxAgeDays: v.optional(whole, SETTING_RULES.journalMaxAgeDays.initial),
  dnsPublishing: v.optional(v.boolean(), SETTING_RULES.dnsPublishing.initial),
  lowPriority: v.optional(v.boolean(), SETTING_RULES.lowPriority.initial),
  ...alertSettingsSchema.entries,
  multicast: v.optional(v.boolean(), SETTING_RULES.multicast.initial),
});
export type HostSettings = Readonly<v.InferOutput<typeof hostSettingsSchema>>;

export const INITIAL_SETTINGS: HostSettings = {
  port: SETTING_RULES.port.initial,
  activationInterval: SETTING_RULES.activationInterval.initial,
  renewalInterval: SETTING_RULES.renewalInterval.initial,
  machineLimit: SETTING_RULES.machineLimit.initial,
  addressLimit: SETTING_RULES.addressLimit.initial,
  publicClients: SETTING_RULES.publicClients.initial,
  journalMaxBytes: SETTING_RULES.journalMaxBytes.initial,
  journalMaxAgeDays: SETTING_RULES.journalMaxAgeDays.initial,
  dnsPublishing: SETTING_RULES.dnsPublishing.initial,
  lowPriority: SETTING_RULES.lowPriority.initial,
  alertCount: SETTING_RULES.alertCount.initial,
  alertQuiet: SETTING_RULES.alertQuiet.initial,
  alertDisk: SETTING_RULES.alertDisk.initial,
  alertRefusals: SETTING_RULES.alertRefusals.initial,
  alertDuplicates: SETTING_RULES.alertDuplicates.initial,
  alertDays: SETTING_RULES.alertDays.initial,
  multicast: SETTING_RULES.multicast.initial,
};

const SIZES = ["bytes", "KB", "MB", "GB", "TB"];

/** `256 MB`, in units of 1024; `1000 bytes` where it is no whole number of a greater one. */
export function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size > 0 && size % 1024 === 0 && unit < SIZES.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${size} ${SIZES[unit]}`;
}

/** Why `value` cannot be taken for a setting, as a sentence; undefined where it can. */
export function settingFault(name: SettingName, value: SettingValue): string | undefined {
  const rule = SETTING_RULES[name];
  return rule.kind === "number" ? rangeFault(rule, value) : switchFault(rule, value);
}

function rangeFault({ title, min, max, unit }: NumberRule, value: SettingValue): string | undefined {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return undefined;
  const sizes = unit === "bytes" ? ` (${sizeText(min)} to ${sizeText(max)})` : "";
  const range = `${min} to ${max}${unit === "" ? "" : ` ${unit}`}${sizes}`;
  return `the ${title} must be a whole number from ${range}, got ${value}`;
}

function switchFault({ title }: SwitchRule, value: SettingValue): string | undefined {
  return typeof value === "boolean" ? undefined : `${title} is either on or off, got ${value}`;
}
