import type { Console } from "../../src/api/console.ts";
import { ROUTES } from "../../src/api/routes.ts";
import { SignInRefused } from "../../src/api/sign_in_refused.ts";
import { OperationError } from "../../src/policy/operation_error.ts";
import type { Answered, CallEffect, Failed } from "../model/effects.ts";
import { initialModel, type Model } from "../model/model.ts";
import type { Size } from "../model/size.ts";
import { type Message, type Order, update } from "../model/update.ts";
import { clean, cleanDeep } from "../text.ts";
import { changesOf, type Elapsed, paced, type Wait } from "./stream.ts";

/** Ten frames a second at most, but some at once: what a key does, what the host answers to it, and what the stream brings meanwhile. */
const FRAMES = { least: 300, burst: 3 };

/** What a dashboard needs of a console. */
export type Host = Pick<Console, "call" | "watch">;

export interface StorePorts {
  readonly host: Host;
  readonly wait: Wait;
  /** Says how long drawing takes; without it that is not looked at. */
  readonly elapsed?: Elapsed | undefined;
  readonly onQuit: () => void;
}

/** Holds the model, gives it what happens, and does what it orders. */
export class Store {
  readonly #ports: StorePorts;
  readonly #listeners = new Set<() => void>();
  readonly #ending = new AbortController();
  /** Aborted when the host refuses the sign-in of a call: the stream would be refused as well. */
  readonly #refusing = new AbortController();
  /** As soon as a frame may be drawn. */
  readonly #draw: () => void;
  /** At the pace of the stream. */
  readonly #present: () => void;
  /** Calls that are not answered yet. */
  readonly #pending = new Set<Promise<void>>();
  #changes = 0;
  #model: Model;

  constructor(ports: StorePorts, size: Size) {
    this.#ports = ports;
    this.#model = initialModel(size);
    const { signal } = this.#ending;
    this.#draw = paced(this.#notify, ports.wait, signal, FRAMES);
    this.#present = paced(this.#draw, ports.wait, signal, ports);
  }

  get model(): Model {
    return this.#model;
  }

  /** Calls so far that change something on the host. */
  get changes(): number {
    return this.#changes;
  }

  /** Calls `listener` whenever there is another model to be drawn, until the function that it gives back is called. */
  readonly subscribe = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the stream until stop(); rejects with what went wrong in here. */
  async run(): Promise<void> {
    this.dispatch({ kind: "started" });
    const { host, wait } = this.#ports;
    const watch = (signal: AbortSignal) => host.watch(signal);
    const ended = AbortSignal.any([this.#ending.signal, this.#refusing.signal]);
    for await (const change of changesOf(watch, wait, ended)) {
      this.#take({ kind: "stream", change }, this.#present);
    }
  }

  /** Resolves when all that was called for is answered, and what the answers called for. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  stop(): void {
    this.#ending.abort();
  }

  /** What a person does, and the answer to it, is drawn with the next frame. */
  dispatch(message: Message): void {
    this.#take(message, this.#draw);
  }

  /** `draw`: how soon it is drawn, and likewise the answers to what it orders. */
  #take(message: Message, draw: () => void): void {
    const { model, orders, quit } = update(this.#model, message);
    this.#model = model;
    for (const order of orders) this.#carryOut(order, draw);
    if (quit) this.#ports.onQuit();
    draw();
  }

  #carryOut({ screen, effect }: Order, draw: () => void): void {
    if (ROUTES[effect.route].access === "write") this.#changes += 1;
    const carried = this.#outcomeOf(effect).then((outcome) => {
      this.#pending.delete(carried);
      if (!this.#ending.signal.aborted) this.#take({ kind: "outcome", screen, outcome }, draw);
    });
    this.#pending.add(carried);
  }

  async #outcomeOf({ route, input, tag }: CallEffect): Promise<Answered | Failed> {
    try {
      const output = cleanDeep(await this.#ports.host.call(route, input));
      return { kind: "answered", route, tag, output } as unknown as Answered;
    } catch (error) {
      if (error instanceof SignInRefused) this.#refuse();
      const reason = clean(error instanceof Error ? error.message : String(error));
      const remedy = error instanceof OperationError ? error.remedy ?? null : null;
      return { kind: "failed", route, tag, reason, remedy: remedy === null ? null : clean(remedy) };
    }
  }

  #refuse(): void {
    if (!this.#ending.signal.aborted) this.dispatch({ kind: "stream", change: { kind: "refused" } });
    this.#refusing.abort();
  }

  readonly #notify = (): void => {
    for (const listener of this.#listeners) listener();
  };
}
