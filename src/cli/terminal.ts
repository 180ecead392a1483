import type { Console } from "../api/console.ts";

/** Whether a person sits there, at a terminal that can move its cursor: only then is there a dashboard. */
export function onTerminal(): boolean {
  return Deno.stdout.isTerminal() && Deno.stdin.isTerminal() && Deno.env.get("TERM") !== "dumb";
}

/** Shows the dashboard of a running host; resolves when the person leaves it or `signal` is aborted. */
export async function dashboardOn(console: Console, title: string, signal: AbortSignal): Promise<void> {
  const { showDashboard } = await import("../../tui/mod.tsx");
  await showDashboard({ host: console, title, colour: hasColour(), signal });
}

function hasColour(): boolean {
  return (Deno.env.get("NO_COLOR") ?? "") === "";
}
