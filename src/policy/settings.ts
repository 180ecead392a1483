/** What an administrator may set on a host. Each name is that of the setting in the journal and in the API. */
export interface HostSettings {
  /** TCP port of the listener. */
  readonly port: number;
  /** Minutes between a client's tries until it is activated. */
  readonly activationInterval: number;
  /** Minutes between a client's renewals. */
  readonly renewalInterval: number;
  /** Machines that the host keeps records of, at most. */
  readonly machineLimit: number;
}
export type SettingName = keyof HostSettings;

interface SettingRule {
  readonly title: string;
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** Ranges are those of the original, in the units of its tool. */
export const SETTING_RULES: Readonly<Record<SettingName, SettingRule>> = {
  port: { title: "port", initial: 1688, min: 1, max: 65535, unit: "" },
  activationInterval: { title: "activation interval", initial: 120, min: 15, max: 43_200, unit: "minutes" },
  renewalInterval: { title: "renewal interval", initial: 10_080, min: 15, max: 43_200, unit: "minutes" },
  machineLimit: { title: "machine limit", initial: 500_000, min: 50, max: 10_000_000, unit: "machines" },
};

export const INITIAL_SETTINGS: HostSettings = {
  port: SETTING_RULES.port.initial,
  activationInterval: SETTING_RULES.activationInterval.initial,
  renewalInterval: SETTING_RULES.renewalInterval.initial,
  machineLimit: SETTING_RULES.machineLimit.initial,
};

/** Why `value` cannot be taken for a setting, as a sentence; undefined where it can. */
export function settingFault(name: SettingName, value: number): string | undefined {
  const { title, min, max, unit } = SETTING_RULES[name];
  if (Number.isInteger(value) && value >= min && value <= max) return undefined;
  return `the ${title} must be a whole number from ${min} to ${max}${
    unit === "" ? "" : ` ${unit}`
  }, got ${value}`;
}
