import { ok, type Step, warning } from "../../policy/diagnosis.ts";
import type { HostSight } from "./sight.ts";

/** What the host's watch over itself has found, an alert a step. What keeps a host from activating is broken at a step of its own. */
export function healthSteps({ alerts }: HostSight): Step[] {
  if (alerts.length === 0) return [ok("health", "no alert")];
  return alerts.map(({ title, severity, text, remedy }) =>
    warning("health", `${severity}: ${title}`, { code: null, text, remedy })
  );
}
