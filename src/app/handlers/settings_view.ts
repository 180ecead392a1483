import type { Input, Output } from "../../api/routes.ts";
import type { SettingView } from "../../api/types.ts";
import { type HostSettings, INITIAL_SETTINGS, SETTING_NAMES, SETTING_RULES } from "../../policy/settings.ts";

/** All settings as they are, with their rules; before anything is known of a host, those that it begins with. */
export function settingsView(
  settings: HostSettings = INITIAL_SETTINGS,
  pending: (setting: Input<"changeSetting">) => string | null,
): Output<"settings"> {
  return {
    settings: SETTING_NAMES.map((name) => {
      const value = settings[name];
      return { name, value, ...SETTING_RULES[name], pending: pending({ name, value }) } as SettingView;
    }),
  };
}
