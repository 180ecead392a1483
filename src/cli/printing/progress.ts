/** A bar on standard error while something is read. */
export interface Progress extends Disposable {
  /** How much of the whole is done, and a few words beside the bar. */
  show(done: number, whole: number, words: string): void;
}

const CELLS = 30;
const USUAL_COLUMNS = 80;
const SILENT: Progress = { show() {}, [Symbol.dispose]() {} };

/** Shows nothing where standard error is no terminal, or one that cannot move its cursor. */
export function openProgress(title: string): Progress {
  if (!Deno.stderr.isTerminal() || Deno.env.get("TERM") === "dumb") return SILENT;
  return new Bar(title, (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)), terminalColumns());
}

export function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || USUAL_COLUMNS;
  } catch {
    return USUAL_COLUMNS; // a terminal that does not know
  }
}

/** Draws itself anew for each hundredth, over the line that it stands on, and is gone at the end. */
export class Bar implements Progress {
  #shown = -1;
  #width = 0;

  /** `columns`: of the terminal. A line that is longer would be drawn beneath itself. */
  constructor(
    readonly title: string,
    readonly write: (text: string) => void,
    readonly columns: number = USUAL_COLUMNS,
  ) {}

  show(done: number, whole: number, words: string): void {
    const percent = whole === 0 ? 100 : Math.floor(Math.min(done / whole, 1) * 100);
    if (percent === this.#shown) return;
    this.#shown = percent;
    const filled = Math.round(percent / 100 * CELLS);
    const bar = "█".repeat(filled) + "░".repeat(CELLS - filled);
    const line = `${this.title} ${bar} ${percent} % (${words})`.slice(0, this.columns - 1);
    this.write(`\r${line.padEnd(this.#width)}`);
    this.#width = line.length;
  }

  [Symbol.dispose](): void {
    if (this.#width > 0) this.write(`\r${" ".repeat(this.#width)}\r`);
    this.#width = 0;
  }
}
