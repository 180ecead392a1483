import { clearTimeout, setTimeout } from "node:timers";
import type { Timer } from "../ports.ts";

/** Waits without keeping the process from its end: for what goes on in the background of somebody else's program. */
export const idleTimer: Timer = {
  wait(milliseconds, signal) {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timeout);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timeout = setTimeout(done, milliseconds);
      timeout.unref();
      signal?.addEventListener("abort", done, { once: true });
    });
  },
};
