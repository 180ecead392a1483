import { plainLine } from "../../policy/plain_line.ts";
import stringWidth from "string-width";
import { cut } from "../../reports/text/width.ts";
import { terminalColumns } from "./progress.ts";

/** Columns of `^C`. */
const ECHO = 2;

/** One line of a terminal that is drawn anew over itself. */
export class StatusLine implements Disposable {
  #width = 0;
  #text = "";

  /** `columns`: of the terminal, now. A line that is longer would be drawn beneath itself. */
  constructor(
    readonly write: (text: string) => void,
    readonly columns: () => number,
  ) {}

  show(text: string): void {
    this.#text = text;
    const line = cut(plainLine(text), this.columns() - 1, false);
    const width = stringWidth(line);
    this.write(`\r${line}${" ".repeat(Math.max(0, this.#width - width))}`);
    this.#width = width;
  }

  /** Lets `print` write whole lines above it. */
  above(print: () => void): void {
    this.#erase();
    print();
    if (this.#text !== "") this.show(this.#text);
  }

  /** What it shows last stays, on a line of its own, without the ^C that a terminal writes behind it. */
  [Symbol.dispose](): void {
    if (this.#width > 0) {
      this.#width = Math.min(this.#width + ECHO, this.columns() - 1);
      this.show(this.#text);
      this.write("\n");
    }
    this.#width = 0;
    this.#text = "";
  }

  #erase(): void {
    if (this.#width > 0) this.write(`\r${" ".repeat(this.#width)}\r`);
    this.#width = 0;
  }
}

/** On standard output; undefined where that is no terminal that can move its cursor. */
export function terminalLine(): StatusLine | undefined {
  if (!Deno.stdout.isTerminal() || Deno.env.get("TERM") === "dumb") return undefined;
  return new StatusLine((text) => Deno.stdout.writeSync(new TextEncoder().encode(text)), terminalColumns);
}
