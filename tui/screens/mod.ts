import type { Screen } from "./screen.ts";
import { activity, type ActivityState } from "./activity/mod.ts";
import { licence, type LicenceState } from "./licence/mod.ts";
import { machines, type MachinesState } from "./machines/mod.ts";
import { overview, type OverviewState } from "./overview/mod.ts";
import { reports, type ReportsState } from "./reports/mod.ts";
import { settings, type SettingsState } from "./settings/mod.ts";

/** The states of all screens. */
export interface ScreenStates {
  readonly overview: OverviewState;
  readonly activity: ActivityState;
  readonly machines: MachinesState;
  readonly settings: SettingsState;
  readonly licence: LicenceState;
  readonly reports: ReportsState;
}
export type ScreenName = keyof ScreenStates;

/** All screens, in the order of Tab; the first is reached by 1. */
export const SCREENS: { readonly [Name in ScreenName]: Screen<ScreenStates[Name]> } = {
  overview,
  activity,
  machines,
  settings,
  licence,
  reports,
};

export const SCREEN_NAMES = Object.keys(SCREENS) as readonly ScreenName[];

/** The screens as the program begins. */
export function initialStates(): ScreenStates {
  return Object.fromEntries(
    SCREEN_NAMES.map((name) => [name, SCREENS[name].initial]),
  ) as unknown as ScreenStates;
}
