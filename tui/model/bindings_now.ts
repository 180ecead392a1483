import type { Binding } from "../keys/binding.ts";
import { CONFIRMATION_KEYS, GLOBAL_KEYS, HELP_KEYS } from "../keys/global.ts";
import type { Model } from "./model.ts";
import { bindingsOf, isTyping } from "./update.ts";

/** The keys that do something now, those of the screen first; without those that a person finds by herself. */
export function bindingsNow(model: Model): Binding<unknown>[] {
  return all(model).filter(({ quiet }) => quiet !== true);
}

function all(model: Model): readonly Binding<unknown>[] {
  if (model.confirmation !== null) return CONFIRMATION_KEYS;
  if (model.help !== null) return HELP_KEYS;
  return [...bindingsOf(model, model.screen), ...(isTyping(model) ? [] : GLOBAL_KEYS)];
}
