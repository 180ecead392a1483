import type { Said } from "../describe.ts";
import { bindingOf } from "../keys/binding.ts";
import { CONFIRMATION_KEYS, GLOBAL_KEYS, type GlobalAct, HELP_KEYS } from "../keys/global.ts";
import type { Press } from "../keys/press.ts";
import { SCREEN_NAMES, type ScreenName } from "../screens/mod.ts";
import type { Act } from "../screens/screen.ts";
import { bindingsOf, isTyping } from "./bindings_now.ts";
import { helpEntries } from "./help.ts";
import { LIST_START, type ListMove, moved } from "./list.ts";
import { contextOf, type Model } from "./model.ts";
import { isTooSmall } from "./size.ts";
import { edited } from "./text_field.ts";
import { happened, only, screenOf, taken, type Updated } from "./updated.ts";

/** What a key does. */
export function pressed(model: Model, press: Press): Updated {
  if (press.name === "ctrl+c") return { ...only(model), quit: true };
  if (isTooSmall(model.size)) return { ...only(model), quit: press.name === "q" };
  if (model.confirmation !== null) return answerConfirmation(model, press);
  if (model.help !== null) return moveInHelp(model, press);
  return pressedOnScreen(model, model.screen, press);
}

const READER_ONLY: Said = { tone: "warning", text: "a reader may look, and change nothing" };

/** What is being typed goes before the screen's keys, and these before those of all screens. */
function pressedOnScreen(model: Model, name: ScreenName, press: Press): Updated {
  const typing = isTyping(model) ? typed(model, name, press) : undefined;
  if (typing !== undefined) return typing;
  const binding = bindingOf(bindingsOf(model, name), press);
  if (binding?.changes === true && model.caller?.role === "reader") {
    return only({ ...model, notice: READER_ONLY });
  }
  if (binding !== undefined) return stepped(model, name, binding.act);
  const global = isTyping(model) ? undefined : bindingOf(GLOBAL_KEYS, press)?.act;
  return global === undefined ? only(model) : globally(model, global);
}

function typed<Name extends ScreenName>(model: Model, name: Name, press: Press): Updated | undefined {
  const screen = screenOf(name);
  const field = screen.field?.(model.screens[name]);
  const next = field === undefined ? undefined : edited(field, press);
  if (next === undefined || screen.typed === undefined) return undefined;
  return taken(model, name, screen.typed(model.screens[name], next, contextOf(model)));
}

function globally(model: Model, act: GlobalAct): Updated {
  switch (act.kind) {
    case "quit":
      return { ...only(model), quit: true };
    case "help":
      return only({ ...model, help: LIST_START });
    case "next":
      return shown(model, neighbour(model.screen, act.step));
    case "screen":
      return shown(model, SCREEN_NAMES[act.index]);
  }
}

function shown(model: Model, name: ScreenName | undefined): Updated {
  if (name === undefined) return only(model);
  return happened({ ...model, screen: name }, name, { kind: "shown" });
}

function neighbour(name: ScreenName, step: number): ScreenName | undefined {
  const count = SCREEN_NAMES.length;
  return SCREEN_NAMES[(SCREEN_NAMES.indexOf(name) + step + count) % count];
}

function answerConfirmation(model: Model, press: Press): Updated {
  const { confirmation } = model;
  const act = bindingOf(CONFIRMATION_KEYS, press)?.act;
  if (confirmation === null || act === undefined) return only(model);
  if (act === "other") return only({ ...model, confirmation: { ...confirmation, yes: !confirmation.yes } });
  const yes = act === "yes" || (act === "enter" && confirmation.yes);
  const orders = yes ? confirmation.effects.map((effect) => ({ screen: model.screen, effect })) : [];
  return { model: { ...model, confirmation: null }, orders, quit: false };
}

function moveInHelp(model: Model, press: Press): Updated {
  const act = bindingOf(HELP_KEYS, press)?.act;
  if (act === "quit") return { ...only(model), quit: true };
  if (act === "close") return only({ ...model, help: null });
  if (act === undefined || model.help === null) return only(model);
  return only({ ...model, help: scrolled(model, act) });
}

/** Nothing is selected in the help: a key scrolls at once. */
function scrolled(model: Model, move: ListMove): Model["help"] {
  const rows = helpRows(model);
  const tops = Math.max(1, helpEntries().length - rows + 1);
  return moved(model.help ?? LIST_START, move, tops, 1);
}

export function helpRows(model: Model): number {
  return contextOf(model).height;
}

function stepped(model: Model, name: ScreenName, act: Act<unknown>): Updated {
  return taken(model, name, act(model.screens[name], contextOf(model)));
}
