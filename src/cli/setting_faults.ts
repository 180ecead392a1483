import { OperationError } from "../policy/operation_error.ts";
import { settingFault, type SettingName, type SettingValue } from "../policy/settings.ts";
import { HResult } from "../protocol/hresult.ts";

/** Throws OperationError where a setting cannot be taken: before any of them is changed, or a folder made for it. */
export function refuseFaults(changes: readonly (readonly [SettingName, SettingValue])[]): void {
  for (const [name, value] of changes) {
    const fault = settingFault(name, value);
    if (fault !== undefined) {
      throw new OperationError(`Cannot change the setting: ${fault}`, { code: HResult.malformed });
    }
  }
}
