import { type LinesOptions, tell } from "./lines/tell.ts";
import { wait } from "./runtime/stream.ts";
import { type DashboardOptions, show } from "./show.tsx";
import type { Stopping } from "./stopping.ts";

export type { DashboardOptions, LinesOptions, Stopping };

/**
 * Resolves when the person leaves (q, Ctrl-C) or `signal` is aborted; the terminal is then as it was before. Rejects with
 * what went wrong inside, the terminal restored as well. Errors and rejections that nobody else in the process caught
 * count as such while it is shown.
 */
export function showDashboard(options: DashboardOptions): Promise<void> {
  return show(options, {});
}

/**
 * The same dashboard for a screen reader, or for a terminal that can only print: lines as things happen, and commands that are
 * typed. Resolves when the person leaves it, what is typed ends, or `signal` is aborted.
 */
export function tellDashboard(options: LinesOptions): Promise<void> {
  return tell(options, wait);
}
