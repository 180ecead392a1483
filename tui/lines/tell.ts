import type { HostView } from "../model/host_view.ts";
import { INITIAL_HOST } from "../model/host_view.ts";
import type { Size } from "../model/size.ts";
import { isTyping } from "../model/bindings_now.ts";
import { type Host, Store } from "../runtime/store.ts";
import { paced, type Wait } from "../runtime/stream.ts";
import { clean } from "../text.ts";
import { helpLines } from "./help_lines.ts";
import { changes, feedLines } from "./news.ts";
import { screenLines, selectedLine } from "./screen_lines.tsx";
import { readTyped } from "./typed.ts";

export interface LinesOptions {
  readonly host: Host;
  readonly title: string;
  /** What the person types, line by line; its end is as good as q. */
  readonly typed: AsyncIterable<string>;
  /** Takes whole lines, free of control characters. */
  readonly print: (lines: readonly string[]) => void;
  readonly signal?: AbortSignal;
}

/** What a screen is laid out for: wide, because nothing is to be cut, and not so long that nobody hears the end. */
const SIZE: Size = { columns: 160, rows: 24 };
/** News are gathered for so long: nobody can listen faster. */
const NEWS_MS = 1000;
/** A screen is told as it is when its calls are not answered by then. */
const ANSWER_MS = 5000;

/** The dashboard in lines. Rejects with what went wrong inside. */
export async function tell(options: LinesOptions, wait: Wait): Promise<void> {
  const leaving = new AbortController();
  const { signal = leaving.signal } = options;
  if (signal.aborted) return;
  const left = AbortSignal.any([signal, leaving.signal]);
  const teller = new Teller(options, wait, left, () => leaving.abort());
  try {
    const told = teller.run().then(() => aborted(left)); // a refused sign-in ends the stream, not the dashboard
    await Promise.race([told, teller.listen(options.typed), aborted(left)]);
  } finally {
    leaving.abort();
    teller.stop();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Tells what is new in a store's model, and what is asked for. */
class Teller {
  readonly #store: Store;
  readonly #print: LinesOptions["print"];
  readonly #wait: Wait;
  readonly #left: AbortSignal;
  #told: HostView = INITIAL_HOST;

  constructor({ host, title, print }: LinesOptions, wait: Wait, left: AbortSignal, onQuit: () => void) {
    this.#store = new Store({ host, wait, onQuit }, SIZE);
    this.#print = print;
    this.#wait = wait;
    this.#left = left;
    this.#store.subscribe(paced(() => this.#tellNews(), wait, left, { least: NEWS_MS }));
    print([`${clean(title)}, in lines. ? tells what can be typed, q leaves.`]);
  }

  run(): Promise<void> {
    return this.#store.run();
  }

  stop(): void {
    this.#store.stop();
  }

  /** Takes what is typed once it is known, and said, how the host stands. Resolves at the end of it. */
  async listen(typed: AsyncIterable<string>): Promise<void> {
    await this.#until(({ connection }) => connection.kind !== "connecting");
    this.#tellNews();
    for await (const line of typed) {
      if (this.#left.aborted) return;
      await this.#take(line);
    }
  }

  async #take(line: string): Promise<void> {
    const { model, changes } = this.#store;
    const typed = readTyped(line, isTyping(model) && model.confirmation === null);
    switch (typed.kind) {
      case "help":
        return this.#print(helpLines());
      case "again":
        return await this.#answer(changes, false);
      case "unknown":
        return this.#print([`There is no ${clean(typed.line)} here: ? tells what can be typed`]);
      case "keys":
        for (const press of typed.presses) this.#store.dispatch({ kind: "pressed", press });
        return await this.#answer(changes, typed.moves);
    }
  }

  /** `changes`: those of the store before the line was taken. */
  async #answer(changes: number, moved: boolean): Promise<void> {
    const answered = new AbortController();
    const patience = this.#wait(ANSWER_MS, AbortSignal.any([this.#left, answered.signal]));
    await Promise.race([this.#settled(changes, answered.signal), patience]);
    answered.abort();
    if (this.#left.aborted) return;
    const { model } = this.#store;
    const selected = moved ? selectedLine(model) : undefined;
    this.#print(selected === undefined ? screenLines(model) : [selected]);
  }

  /** Resolves when all is answered, and when something was changed, when the host has told how it stands since then. */
  async #settled(changes: number, signal: AbortSignal): Promise<void> {
    await this.#store.idle();
    if (this.#store.changes === changes) return;
    const { status } = this.#store.model.host;
    await this.#until((host) => host.connection.kind !== "live" || host.status !== status, signal);
    await this.#store.idle();
  }

  /** Resolves when the host is as it is waited for, or `signal` is aborted, or the dashboard is left. */
  async #until(isSo: (host: HostView) => boolean, signal = this.#left): Promise<void> {
    const given = Promise.withResolvers<void>();
    const look = () => isSo(this.#store.model.host) && given.resolve();
    const unsubscribe = this.#store.subscribe(look);
    look();
    await Promise.race([given.promise, aborted(AbortSignal.any([signal, this.#left]))]);
    unsubscribe();
  }

  #tellNews(): void {
    const { host } = this.#store.model;
    const last = this.#told.feed[0]?.serial ?? 0;
    const entries = host.feed.filter(({ serial }) => serial > last).reverse();
    const lines = [...changes(this.#told, host), ...feedLines(entries, host.status?.products ?? [])];
    this.#told = host;
    if (lines.length > 0) this.#print(lines);
  }
}
