import type { Binding } from "../keys/binding.ts";
import { CONFIRMATION_KEYS, GLOBAL_KEYS, HELP_KEYS } from "../keys/global.ts";
import type { Model } from "./model.ts";
import { bindingsOf, isTyping } from "./update.ts";

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
