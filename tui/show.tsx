import process from "node:process";
import { render, type RenderOptions } from "ink";
import { Dashboard } from "./dashboard.tsx";
import { catchFaults } from "./faults.ts";
import type { Host } from "./runtime/store.ts";
import { type Elapsed, wait } from "./runtime/stream.ts";
import type { Stopping } from "./stopping.ts";
import { clean } from "./text.ts";
import { themeFor } from "./theme.ts";

export interface DashboardOptions {
  /** Its stream may end or throw: the dashboard then says so, and tries again with a back-off. */
  readonly host: Host;
  /** Shown at the top, e.g. "KMS host" or "KMS demo". */
  readonly title: string;
  /** False: no colour at all (NO_COLOR, TERM=dumb). The caller reads the environment, not tui. */
  readonly colour: boolean;
  /** Says how long drawing takes. */
  readonly elapsed: Elapsed;
  /** Without it Ctrl-Z does nothing. */
  readonly stopping?: Stopping;
  /** When aborted the dashboard leaves as if q was pressed. */
  readonly signal?: AbortSignal;
}

/** The terminal; without it, the one of the process. */
export type Streams = Pick<RenderOptions, "stdin" | "stdout">;

/**
 * Frames a second, at most, while the size of the terminal changes; all else is drawn at the pace of the store. Ink's own pace
 * begins anew with whatever comes, so that a frame which comes too soon waits for longer than it must.
 */
const MOST_FRAMES = 30;

/** As showDashboard, on any terminal. */
export async function show(options: DashboardOptions, streams: Streams): Promise<void> {
  const { host, title, colour, elapsed, stopping, signal } = options;
  if (signal?.aborted) return;
  const instance = render(
    <Dashboard
      title={clean(title)}
      host={host}
      wait={wait}
      elapsed={elapsed}
      theme={themeFor(colour)}
      onQuit={leave}
      stopping={stopping}
    />,
    // The caller has seen that there is a terminal; ink by itself would draw nothing where CI is set.
    {
      ...streams,
      alternateScreen: true,
      interactive: true,
      isScreenReaderEnabled: false, // that is another dashboard, in lines
      exitOnCtrlC: false,
      maxFps: MOST_FRAMES,
    },
  );
  /**
   * Ink draws once more before it leaves: nothing is left to draw then that could fail, and tmux does not carry rows of
   * the alternate screen over to the other one after a change of size.
   */
  function leave(): void {
    instance.rerender(null);
    instance.unmount();
  }
  leaveWith(streams, leave);
  const faults = catchFaults(leave);
  signal?.addEventListener("abort", leave);
  try {
    await instance.waitUntilExit();
  } finally {
    signal?.removeEventListener("abort", leave);
    faults.stop();
  }
  if (faults.seen.length > 0) throw faults.seen[0];
}

/**
 * A terminal that was closed takes nothing more: the dashboard is left. It is heard of for good, for the last writes may fail after
 * that, and an error of a stream that nobody hears ends the process with whatever it has still to do.
 */
function leaveWith({ stdin = process.stdin, stdout = process.stdout }: Streams, leave: () => void): void {
  let left = false;
  for (const stream of [stdin, stdout, process.stderr]) {
    stream.on("error", () => {
      if (!left) leave();
      left = true;
    });
  }
}
