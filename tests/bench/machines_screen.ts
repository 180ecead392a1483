import { systemStopwatch } from "../../src/adapters/system/system.ts";
import { LocalConsole } from "../../src/app/consoles/local_console.ts";
import { show } from "../../tui/show.tsx";
import { FakeTerminal } from "../support/terminal/fake_terminal.ts";

const MACHINES_KEY = "3";
const PAGE_DOWN = "\u001b[6~";
/** Longer than from one frame to the next: who presses a key right behind a frame waits for the next in any case. */
const LOOKED_MS = 700;

/** A dashboard in this process, on a terminal that takes everything: what somebody waits for who looks at the machines of a host. */
export class MachinesScreen implements AsyncDisposable {
  readonly #terminal = new FakeTerminal(120, 40);
  readonly #console: LocalConsole;
  readonly #shown: Promise<void>;

  private constructor(folder: string) {
    this.#console = new LocalConsole(folder);
    const options = { host: this.#console, title: "KMS host", colour: true };
    this.#shown = show({ ...options, elapsed: systemStopwatch.elapsed }, this.#terminal.streams());
  }

  /** Resolves when it shows the overview, with what the host tells, and somebody has looked at it for a moment. */
  static async start(folder: string): Promise<MachinesScreen> {
    const screen = new MachinesScreen(folder);
    await screen.#terminal.frameWith((frame) => frame.includes("[1 Overview]") && frame.includes("Requests"));
    await new Promise((resolve) => setTimeout(resolve, LOOKED_MS));
    return screen;
  }

  /** Milliseconds from the key to the frame that has the first rows. */
  open(): Promise<number> {
    return this.#timed(MACHINES_KEY, (frame) => selected(frame) !== undefined);
  }

  /** Milliseconds from the key to the frame in which a row of another page is selected. */
  pageDown(): Promise<number> {
    const before = selected(this.#terminal.frame());
    return this.#timed(PAGE_DOWN, (frame) => selected(frame) !== undefined && selected(frame) !== before);
  }

  async #timed(key: string, isThere: (frame: string) => boolean): Promise<number> {
    const began = performance.now();
    this.#terminal.press(key);
    await this.#terminal.frameWith(isThere);
    return performance.now() - began;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#terminal.press("q");
    await this.#shown;
    await this.#console[Symbol.asyncDispose]();
  }
}

/** Name of the machine whose row is selected, where there is one. */
function selected(frame: string): string | undefined {
  return /^ > .* (desk-\d+)/m.exec(frame)?.[1];
}
