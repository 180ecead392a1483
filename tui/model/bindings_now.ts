import type { Binding } from "../keys/binding.ts";
import { CONFIRMATION_KEYS, GLOBAL_KEYS, HELP_KEYS } from "../keys/global.ts";
import type { ScreenName } from "../screens/mod.ts";
import type { Act } from "../screens/screen.ts";
import { isRefused } from "./host_view.ts";
import { contextOf, type Model } from "./model.ts";
import { screenOf } from "./updated.ts";

/** The keys that do something now, those of the screen first; without those that a person finds by herself, or may not use. */
export function bindingsNow(model: Model): Binding<unknown>[] {
  const isReader = model.caller?.role === "reader";
  return all(model).filter(({ quiet, changes }) => quiet !== true && !(isReader && changes === true));
}

function all(model: Model): readonly Binding<unknown>[] {
  if (model.confirmation !== null) return CONFIRMATION_KEYS;
  if (model.help !== null) return HELP_KEYS;
  return [...bindingsOf(model, model.screen), ...(isTyping(model) ? [] : GLOBAL_KEYS)];
}

/** The keys of a screen that do something now; none at a host that refuses the sign-in, where each could call. */
export function bindingsOf(model: Model, name: ScreenName): readonly Binding<Act<unknown>>[] {
  if (isRefused(model.host)) return [];
  return screenOf(name).bindings(model.screens[name], contextOf(model));
}

/** Whether the keys that type go into a field of the screen in front. */
export function isTyping({ screen, screens, host }: Model): boolean {
  return !isRefused(host) && screenOf(screen).field?.(screens[screen]) !== undefined;
}
