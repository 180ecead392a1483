import type { WatchLine } from "../../src/api/types.ts";
import type { Wait } from "../../tui/runtime/stream.ts";

type Step =
  | { readonly kind: "line"; readonly line: WatchLine }
  | { readonly kind: "end" }
  | { readonly kind: "fault"; readonly fault: unknown };

/** A host's watch stream in the hands of a test. What is said before it is opened waits. */
export class FakeWatch {
  /** How often it was opened, and how many of those are open now. */
  opened = 0;
  open = 0;
  readonly #steps: Step[] = [];
  #wake = Promise.withResolvers<void>();

  readonly watch = (signal: AbortSignal): AsyncIterable<WatchLine> => this.#run(signal);

  send(...lines: WatchLine[]): void {
    this.#add(...lines.map((line) => ({ kind: "line", line } as const)));
  }

  end(): void {
    this.#add({ kind: "end" });
  }

  fail(fault: unknown): void {
    this.#add({ kind: "fault", fault });
  }

  #add(...steps: Step[]): void {
    this.#steps.push(...steps);
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  async *#run(signal: AbortSignal): AsyncGenerator<WatchLine> {
    const wake = () => this.#wake.resolve();
    signal.addEventListener("abort", wake);
    this.opened++;
    this.open++;
    try {
      yield* this.#lines(signal);
    } finally {
      this.open--;
      signal.removeEventListener("abort", wake);
    }
  }

  async *#lines(signal: AbortSignal): AsyncGenerator<WatchLine> {
    while (!signal.aborted) {
      const step = this.#steps.shift();
      if (step?.kind === "end") return;
      if (step?.kind === "fault") throw step.fault;
      if (step !== undefined) yield step.line;
      else await this.#wake.promise;
    }
  }
}

/** A clock that stands still: each wait lasts until the test lets it elapse. */
export class FakeWait {
  /** Milliseconds that were asked for, in order. */
  readonly asked: number[] = [];
  #pending: (() => void)[] = [];

  readonly wait: Wait = (milliseconds, signal) => {
    this.asked.push(milliseconds);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pending.push(resolve);
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
    return promise;
  };

  /** Ends all waits, and lets what depends on them happen. */
  async elapse(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    for (const resolve of pending) resolve();
    await settled();
  }
}

/** Resolves when everything that waits for nothing but promises has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
