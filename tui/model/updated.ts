import { type ScreenName, SCREENS, type ScreenStates } from "../screens/mod.ts";
import type { Happening, Screen, Step } from "../screens/screen.ts";
import type { Effect } from "./effects.ts";
import { contextOf, type Model } from "./model.ts";

/** What is to be done, and for whom. */
export interface Order {
  /** Null: for what stands around all screens. */
  readonly screen: ScreenName | null;
  readonly effect: Effect;
}

export interface Updated {
  readonly model: Model;
  readonly orders: readonly Order[];
  /** The person wants to leave. */
  readonly quit: boolean;
}

export function happened(model: Model, name: ScreenName, happening: Happening): Updated {
  return taken(model, name, screenOf(name).happened(model.screens[name], happening, contextOf(model)));
}

export function taken(model: Model, name: ScreenName, step: Step<unknown>): Updated {
  const { state, effects = [], confirmation, notice } = step;
  return {
    model: {
      ...model,
      screens: { ...model.screens, [name]: state } as ScreenStates,
      // A screen that is not in front cannot ask: nobody would know what the question is about.
      confirmation: (name === model.screen ? confirmation : undefined) ?? model.confirmation,
      notice: notice ?? model.notice,
    },
    orders: effects.map((effect) => ({ screen: name, effect })),
    quit: false,
  };
}

export function only(model: Model): Updated {
  return { model, orders: [], quit: false };
}

/** A screen whose state is known by its name alone. */
export function screenOf(name: ScreenName): Screen<unknown> {
  return SCREENS[name] as Screen<unknown>;
}
