import { activity, type ActivityState } from "./activity/mod.ts";
import type { Screen } from "./screen.ts";
import { overview, type OverviewState } from "./overview/mod.ts";

/** The states of all screens. */
export interface ScreenStates {
  readonly overview: OverviewState;
  readonly activity: ActivityState;
}
export type ScreenName = keyof ScreenStates;

/** All screens, in the order of Tab; the first is reached by 1. */
export const SCREENS: { readonly [Name in ScreenName]: Screen<ScreenStates[Name]> } = {
  overview,
  activity,
};

export const SCREEN_NAMES = Object.keys(SCREENS) as readonly ScreenName[];

/** The screens as the program begins. */
export function initialStates(): ScreenStates {
  return Object.fromEntries(
    SCREEN_NAMES.map((name) => [name, SCREENS[name].initial]),
  ) as unknown as ScreenStates;
}
