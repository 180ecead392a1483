import type { Said } from "../describe.ts";
import { isTyping } from "./bindings_now.ts";
import { isRefused } from "./host_view.ts";
import { contextOf, type Model } from "./model.ts";
import { firstLine } from "./pasted_text.ts";
import { isTooSmall } from "./size.ts";
import { inserted } from "./text_field.ts";
import { only, screenOf, taken, type Updated } from "./updated.ts";

/** Only its first line goes into a field: nothing that is pasted ends the typing. */
export function pasted(model: Model, text: string): Updated {
  const { screen: name, confirmation, help, size } = model;
  if (confirmation !== null || help !== null || isTooSmall(size)) return leftOut(model);
  const screen = screenOf(name);
  const context = contextOf(model);
  const state: unknown = model.screens[name];
  const isReader = model.caller?.role === "reader";
  const own = isReader || isRefused(model.host) ? undefined : screen.pasted?.(state, text, context);
  if (own !== undefined) return taken(model, name, own);
  const field = isTyping(model) ? screen.field?.(state) : undefined;
  if (field === undefined || screen.typed === undefined) return leftOut(model, screen.pasteHint);
  const { line, isCut } = firstLine(text);
  const step = screen.typed(state, inserted(field, line), context);
  return taken(model, name, isCut ? { notice: CUT, ...step } : step);
}

const CUT: Said = { tone: "warning", text: "only the first line of what you pasted is taken" };

function leftOut(model: Model, hint = "it goes only where something is typed"): Updated {
  return only({ ...model, notice: { tone: "warning", text: `what you pasted is left out: ${hint}` } });
}
