import type { Alerts, Condition } from "../policy/alerts.ts";
import type { SettingName } from "../policy/settings.ts";

/** What is judged by each setting. */
const JUDGED_BY: Readonly<Partial<Record<SettingName, readonly Condition[]>>> = {
  alertCount: ["countLow"],
  alertQuiet: ["noActivity"],
  alertDisk: ["diskSpaceLow"],
  alertRefusals: ["refusals"],
  alertDuplicates: ["duplicates"],
  alertDays: ["activationEnding", "authorityEnding"],
  machineLimit: ["machineLimit"],
};

/** All conditions that are judged by a setting. */
export const LIMITED: ReadonlySet<Condition> = new Set(Object.values(JUDGED_BY).flat());

export function conditionsJudgedBy(setting: SettingName): readonly Condition[] {
  return JUDGED_BY[setting] ?? [];
}

/** The alerts but for those of `conditions`. */
export function without(alerts: Alerts, conditions: ReadonlySet<Condition>): Alerts {
  return Object.fromEntries(
    Object.entries(alerts).filter(([condition]) => !conditions.has(condition as Condition)),
  );
}
