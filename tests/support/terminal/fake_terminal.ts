import { Buffer } from "node:buffer";
import { Readable, Writable } from "node:stream";

/** Escape sequences that ink writes: CSI only. */
// deno-lint-ignore no-control-regex
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g;

function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, "");
}

/**
 * A terminal for ink: of any size, unlike that of ink-testing-library, which has always 100 columns, tells no rows and
 * never says that a write is done, so that ink's waitUntilExit() would not resolve on it.
 */
export class FakeTerminal {
  /** All that was written, in order. */
  readonly written: string[] = [];
  /** Whether keys arrive one by one and unechoed, as they do while a program draws. */
  raw = false;
  readonly stdin: Readable & { isTTY: true };
  readonly stdout: Writable & { isTTY: true; columns: number; rows: number };
  #wake = Promise.withResolvers<void>();

  constructor(columns: number, rows: number) {
    this.stdin = Object.assign(new Readable({ read() {} }), {
      isTTY: true as const,
      setRawMode: (raw: boolean) => this.raw = raw,
      ref() {},
      unref() {},
    });
    const write = (chunk: Uint8Array | string, _: string, done: () => void) => {
      this.#take(Buffer.from(chunk).toString());
      done();
    };
    this.stdout = Object.assign(new Writable({ write }), { isTTY: true as const, columns, rows });
  }

  /** For ink's render(), whose types want Node's own streams. */
  streams() {
    return { stdin: this.stdin, stdout: this.stdout };
  }

  /** Keys as a terminal sends them. */
  press(keys: string): void {
    this.stdin.push(keys);
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit("resize");
  }

  /** The last that was written, without escape sequences. With ink's `debug` that is always one whole frame. */
  frame(): string {
    return this.written.map(withoutEscapes).findLast((text) => text !== "") ?? "";
  }

  /** Resolves with the first frame from now on that satisfies; the present one counts. */
  async frameWith(satisfies: (frame: string) => boolean): Promise<string> {
    while (!satisfies(this.frame())) await this.#wake.promise;
    return this.frame();
  }

  #take(text: string): void {
    this.written.push(text);
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}
