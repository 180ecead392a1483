import { needProgram } from "../programs/need_program.ts";

/** A program in a real terminal: tmux runs it, types keys and reads the screen. */
export class Terminal implements AsyncDisposable {
  readonly #socket: string;
  #closed = false;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  static prepare(): Promise<void> {
    return needProgram("tmux", "terminals are tested in tmux");
  }

  /** A shell in `folder`, `columns` by `rows`, with the programs of `bin` before the system's. */
  static async open(folder: string, bin: string, columns: number, rows: number): Promise<Terminal> {
    const terminal = new Terminal(`kms-test-${crypto.randomUUID()}`);
    const environment = `PATH='${bin}':"$PATH" XDG_CACHE_HOME='${bin}/kms.cache' PS1='ready$ '`;
    const shell = `cd '${folder}' && ${environment} exec bash --noprofile --norc`;
    await terminal.#tmux([
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      "-x",
      `${columns}`,
      "-y",
      `${rows}`,
      shell,
    ]);
    await terminal.shows(/ready\$/);
    return terminal;
  }

  async type(text: string): Promise<void> {
    await this.#tmux(["send-keys", "-l", text]);
  }

  /** A command of the shell. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.press("Enter");
  }

  /** Keys by tmux's names, such as Enter, Tab, C-c. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux(["send-keys", ...keys]);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux(["resize-window", "-x", `${columns}`, "-y", `${rows}`]);
  }

  screen(): Promise<string> {
    return this.#tmux(["capture-pane", "-p"]);
  }

  /** The same with the escape codes of its colours. */
  colouredScreen(): Promise<string> {
    return this.#tmux(["capture-pane", "-p", "-e"]);
  }

  /** What tmux knows of the pane, such as `#{alternate_on}` or `#{cursor_flag}`. */
  async property(format: string): Promise<string> {
    return (await this.#tmux(["display-message", "-p", format])).trim();
  }

  /** Resolves with the screen once it matches; rejects, showing it, when it does not within 30 seconds. */
  async shows(pattern: RegExp): Promise<string> {
    let screen = "";
    for (let tries = 0; tries < 300; tries++) {
      screen = await this.screen();
      if (pattern.test(screen)) return screen;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the terminal never showed ${pattern}; it shows\n${screen}`);
  }

  /** As somebody closes the window: what runs in it gets SIGHUP, and can write nothing more. */
  async close(): Promise<void> {
    if (!this.#closed) await this.#tmux(["kill-server"]);
    this.#closed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #tmux(args: string[]): Promise<string> {
    const { stdout, stderr, success } = await new Deno.Command("tmux", {
      args: ["-L", this.#socket, ...args],
    }).output();
    if (!success) throw new Error(`tmux ${args[0]} failed: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  }
}
