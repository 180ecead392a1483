const PERIOD_BYTES = 8 * 1024 * 1024;
const CLEAR_LINE = "\r\u001b[K";

/** How far a long reading has come, on the error output where that is a terminal; the line goes when it is disposed of. */
export class Progress implements Disposable {
  readonly #verb: string;
  readonly #onTerminal: boolean;
  #shown = 0;

  constructor(verb: string, onTerminal = Deno.stderr.isTerminal()) {
    this.#verb = verb;
    this.#onTerminal = onTerminal;
  }

  show(bytes: number, total: number): void {
    if (!this.#onTerminal || bytes < this.#shown + PERIOD_BYTES) return;
    this.#shown = bytes;
    const percent = Math.min(99, Math.floor(100 * bytes / Math.max(1, total)));
    this.#write(`${CLEAR_LINE}${this.#verb} ${percent} %`);
  }

  [Symbol.dispose](): void {
    if (this.#shown > 0) this.#write(CLEAR_LINE);
    this.#shown = 0;
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}
