import { type Binding, bindingOf } from "../keys/binding.ts";
import { CONFIRMATION_KEYS, GLOBAL_KEYS, type GlobalAct, HELP_KEYS } from "../keys/global.ts";
import type { Said } from "../describe.ts";
import type { Press } from "../keys/press.ts";
import { SCREEN_NAMES, type ScreenName, SCREENS, type ScreenStates } from "../screens/mod.ts";
import type { Act, Happening, Screen, Step } from "../screens/screen.ts";
import { type Answered, call, type Effect, type Failed } from "./effects.ts";
import { fold, isRefused, type StreamChange } from "./host_view.ts";
import { helpEntries } from "./help.ts";
import { kept, LIST_START, type ListMove, moved } from "./list.ts";
import { contextOf, type Model } from "./model.ts";
import { isTooSmall, type Size } from "./size.ts";
import { firstLine } from "./pasted_text.ts";
import { edited, inserted } from "./text_field.ts";

/** Whatever happens. */
export type Message =
  | { readonly kind: "started" }
  | { readonly kind: "stream"; readonly change: StreamChange }
  | { readonly kind: "pressed"; readonly press: Press }
  /** Text, whatever is in it: it is never taken for keys. */
  | { readonly kind: "pasted"; readonly text: string }
  | { readonly kind: "resized"; readonly size: Size }
  | { readonly kind: "outcome"; readonly screen: Order["screen"]; readonly outcome: Answered | Failed };

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

/** What a message makes of the model. Pure. Nothing is ordered of a host that refuses the sign-in: each call would be one more guess. */
export function update(model: Model, message: Message): Updated {
  const updated = updatedBy(model, message);
  return isRefused(updated.model.host) ? { ...updated, orders: [] } : updated;
}

function updatedBy(model: Model, message: Message): Updated {
  switch (message.kind) {
    case "started":
      return happened(model, model.screen, { kind: "shown" });
    case "stream":
      return connected(model, told({ ...model, host: fold(model.host, message.change) }, message.change));
    case "pressed":
      return pressed({ ...model, notice: null }, message.press);
    case "pasted":
      return pasted({ ...model, notice: null }, message.text);
    case "resized":
      return resized({ ...model, size: message.size });
    case "outcome":
      return message.screen === null
        ? only(known(model, message.outcome))
        : happened(model, message.screen, message.outcome);
  }
}

function told(model: Model, change: StreamChange): Updated {
  if (change.kind === "refused") return only({ ...model, confirmation: null });
  return change.kind === "line" ? happened(model, model.screen, { kind: "told" }) : only(model);
}

/** With each connection it is asked who the person is there: a role may have changed meanwhile. */
function connected(before: Model, { model, orders, quit }: Updated): Updated {
  const isNew = model.host.connection.kind === "live" && before.host.connection.kind !== "live";
  return { model, orders: isNew ? [...orders, { screen: null, effect: call("caller", {}) }] : orders, quit };
}

/** A host that does not know the call says no to what may not be changed, as to all. */
function known(model: Model, outcome: Answered | Failed): Model {
  if (outcome.kind !== "answered" || outcome.route !== "caller") return model;
  return { ...model, caller: outcome.output };
}

function resized(model: Model): Updated {
  const help = model.help === null ? null : kept(model.help, helpEntries().length, helpRows(model));
  return happened({ ...model, help }, model.screen, { kind: "resized" });
}

function pressed(model: Model, press: Press): Updated {
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

/** Only its first line goes into a field: nothing that is pasted ends the typing. */
function pasted(model: Model, text: string): Updated {
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

function helpRows(model: Model): number {
  return contextOf(model).height;
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

function stepped(model: Model, name: ScreenName, act: Act<unknown>): Updated {
  return taken(model, name, act(model.screens[name], contextOf(model)));
}

function happened(model: Model, name: ScreenName, happening: Happening): Updated {
  return taken(model, name, screenOf(name).happened(model.screens[name], happening, contextOf(model)));
}

function taken(model: Model, name: ScreenName, step: Step<unknown>): Updated {
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

function only(model: Model): Updated {
  return { model, orders: [], quit: false };
}

/** A screen whose state is known by its name alone. */
function screenOf(name: ScreenName): Screen<unknown> {
  return SCREENS[name] as Screen<unknown>;
}
