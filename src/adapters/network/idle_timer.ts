import { clearTimeout, setTimeout } from "node:timers";
import type { Timer } from "../../ports.ts";
import { timerBy } from "../system/system.ts";

/** Waits without keeping the process from its end: for what goes on in the background of somebody else's program. */
export const idleTimer: Timer = timerBy((done, milliseconds) => {
  const timeout = setTimeout(done, milliseconds).unref();
  return () => clearTimeout(timeout);
});
