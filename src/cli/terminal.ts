import type { Console } from "../api/console.ts";
import { printText } from "./output.ts";
import { typedLines } from "./typed_lines.ts";
import type { Stopping } from "../../tui/mod.tsx";

/** How a dashboard is shown: drawn, or told in lines for a screen reader or a terminal that cannot move its cursor. */
export type Face = "drawn" | "lines";

/** The option of every command that has a dashboard. */
export const SCREEN_READER_OPTION = {
  "screen-reader": {
    type: "boolean",
    default: false,
    describe: "lines instead of a drawn screen, as for a screen reader (or KMS_SCREEN_READER=1)",
  },
} as const;

/** Undefined where there is no terminal to show it on, and lines were not asked for. */
export function faceHere(linesAsked: boolean): Face | undefined {
  if (linesAsked) return "lines";
  if (!Deno.stdout.isTerminal() || !Deno.stdin.isTerminal()) return undefined;
  const isReader = isSet("KMS_SCREEN_READER") || isSet("INK_SCREEN_READER");
  return isReader || Deno.env.get("TERM") === "dumb" ? "lines" : "drawn";
}

export interface Showing {
  readonly title: string;
  readonly face: Face;
  /** Whether Ctrl-Z or SIGTSTP may stop this process: not where a host runs in it, which would answer nobody meanwhile. */
  readonly mayStop: boolean;
  /** When aborted the dashboard is left. */
  readonly signal: AbortSignal;
}

/** Shows the dashboard of a running host; resolves when the person leaves it or `signal` is aborted. */
export async function dashboardOn(console: Console, showing: Showing): Promise<void> {
  const { title, face, mayStop, signal } = showing;
  const { showDashboard, tellDashboard } = await import("../../tui/mod.tsx");
  const { systemStopwatch: { elapsed } } = await import("../app/clock.ts");
  if (face === "lines") {
    const print = (lines: readonly string[]) => printText(lines.join("\n"));
    return await tellDashboard({
      host: console,
      title,
      typed: typedLines(Deno.stdin.readable),
      print,
      signal,
    });
  }
  const options = { host: console, title, colour: hasColour(), elapsed, signal };
  if (Deno.build.os === "windows") return await showDashboard(options);
  using stopping = new StopSignal();
  await showDashboard(mayStop ? { ...options, stopping } : options);
}

/** Stopping as a shell does at Ctrl-Z; it says fg to go on. While this is there SIGTSTP does not stop the process in the middle of a screen. */
class StopSignal implements Stopping, Disposable {
  #asked = () => {};
  readonly #take = () => this.#asked();

  constructor() {
    Deno.addSignalListener("SIGTSTP", this.#take);
  }

  whenAsked(ask: () => void): () => void {
    this.#asked = ask;
    return () => this.#asked = () => {};
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      Deno.addSignalListener("SIGCONT", goOn);
      function goOn(): void {
        Deno.removeSignalListener("SIGCONT", goOn);
        resolve();
      }
      Deno.kill(Deno.pid, "SIGSTOP");
    });
  }

  [Symbol.dispose](): void {
    Deno.removeSignalListener("SIGTSTP", this.#take);
  }
}

/** Whatever the variable says: https://no-color.org. */
function hasColour(): boolean {
  return (Deno.env.get("NO_COLOR") ?? "") === "";
}

function isSet(name: string): boolean {
  return !["", "0", "false"].includes(Deno.env.get(name) ?? "");
}
