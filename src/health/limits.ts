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
  addressLimit: ["addressLimit"],
};

/** What is judged anew at a start, for its limit may have been set while nothing ran. Refusals are counted from the start on: none then tells nothing. */
export const JUDGED_AT_START: ReadonlySet<Condition> = new Set(
  Object.values(JUDGED_BY).flat().filter((condition) => condition !== "refusals"),
);

export function conditionsJudgedBy(setting: SettingName): readonly Condition[] {
  return JUDGED_BY[setting] ?? [];
}

/** The alerts but for those of `conditions`. */
export function without(alerts: Alerts, conditions: ReadonlySet<Condition>): Alerts {
  return Object.fromEntries(
    Object.entries(alerts).filter(([condition]) => !conditions.has(condition as Condition)),
  );
}
