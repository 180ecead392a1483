import { renderToString } from "ink";
import type { Output, RouteName } from "../../src/api/routes.ts";
import { Frame } from "../../tui/frame.tsx";
import type { Answered, Effect } from "../../tui/model/effects.ts";
import type { StreamChange } from "../../tui/model/host_view.ts";
import { initialModel, type Model } from "../../tui/model/model.ts";
import type { Size } from "../../tui/model/size.ts";
import { type Message, update } from "../../tui/model/update.ts";
import { cleanDeep } from "../../tui/text.ts";
import type { Press } from "../../tui/keys/press.ts";
import { SCREEN_NAMES, type ScreenName } from "../../tui/screens/mod.ts";

const USUAL: Size = { columns: 80, rows: 24 };

/** A dashboard without a terminal: what it is told and what is pressed changes the model, and its orders are kept. */
export class Driven {
  model: Model;
  /** What was ordered, in order. */
  readonly orders: { readonly screen: ScreenName; readonly effect: Effect }[] = [];
  quits = 0;

  constructor(size: Size = USUAL) {
    this.model = initialModel(size);
    this.take({ kind: "started" });
  }

  take(message: Message): this {
    const { model, orders, quit } = update(this.model, message);
    this.model = model;
    for (const { screen, effect } of orders) if (screen !== null) this.orders.push({ screen, effect });
    if (quit) this.quits += 1;
    return this;
  }

  stream(...changes: readonly StreamChange[]): this {
    for (const change of changes) this.take({ kind: "stream", change });
    return this;
  }

  /** What a screen has ordered. */
  ordersOf(name: ScreenName): Effect[] {
    return this.orders.filter(({ screen }) => screen === name).map(({ effect }) => effect);
  }

  /** Keys by their names. */
  press(...names: readonly string[]): this {
    for (const name of names) this.take({ kind: "pressed", press: pressOf(name) });
    return this;
  }

  /** Goes to a screen by its number. */
  goTo(name: ScreenName): this {
    return this.press(String(SCREEN_NAMES.indexOf(name) + 1));
  }

  paste(text: string): this {
    return this.take({ kind: "pasted", text });
  }

  type(text: string): this {
    return this.press(...text);
  }

  /** The inputs of all calls of a route, in order. */
  inputs(route: RouteName): unknown[] {
    return this.orders.flatMap(({ effect }) => effect.route === route ? [effect.input] : []);
  }

  resize(columns: number, rows: number): this {
    return this.take({ kind: "resized", size: { columns, rows } });
  }

  /** The host's answer, cleaned as the store does, to the last call of a route that was ordered; nothing where there was none. */
  answer<Name extends RouteName>(route: Name, output: Output<Name>): this {
    const order = this.orders.findLast(({ effect }) => effect.route === route);
    if (order === undefined) return this;
    const { screen, effect: { tag } } = order;
    const outcome = { kind: "answered", route, tag, output: cleanDeep(output) } as unknown as Answered;
    return this.take({ kind: "outcome", screen, outcome });
  }

  /** The host's word on who the person is. */
  callerIs(name: string, role: Output<"caller">["role"]): this {
    const outcome = {
      kind: "answered",
      route: "caller",
      tag: "",
      output: cleanDeep({ name, role }),
    } as const;
    return this.take({ kind: "outcome", screen: null, outcome });
  }

  /** What the host says instead. */
  fail(route: RouteName, reason: string, remedy: string | null = null): this {
    const order = this.orders.findLast(({ effect }) => effect.route === route);
    if (order === undefined) return this;
    const { screen, effect: { tag } } = order;
    return this.take({
      kind: "outcome",
      screen,
      outcome: { kind: "failed", route, tag, reason, remedy },
    });
  }

  /** The whole terminal as text. */
  frame(): string {
    const { columns } = this.model.size;
    return renderToString(<Frame title="KMS demo" model={this.model} />, { columns });
  }
}

function pressOf(name: string): Press {
  const text = name === "space" ? " " : [...name].length === 1 ? name : "";
  return { name: name === " " ? "space" : name, text };
}
