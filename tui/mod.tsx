import { type DashboardOptions, show } from "./show.tsx";

export type { DashboardOptions };

/**
 * Resolves when the person leaves (q, Ctrl-C) or `signal` is aborted; the terminal is then as it was before. Rejects with
 * what went wrong inside, the terminal restored as well. Errors and rejections that nobody else in the process caught
 * count as such while it is shown.
 */
export function showDashboard(options: DashboardOptions): Promise<void> {
  return show(options, {});
}
