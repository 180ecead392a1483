import { notReached, ok, type Step, warning } from "../../policy/diagnosis.ts";
import type { HostSight } from "./sight.ts";

/** How the announcement by multicast stands; no step where it is switched off. It is a way beside DNS: that it fails is a warning. */
export function multicastSteps({ facts: { settings }, listening, announcement }: HostSight): Step[] {
  if (!settings.multicast) return [];
  if (listening === undefined) return [notReached("multicast", "announced while the host runs")];
  switch (announcement?.kind) {
    case "announced":
      return [ok("multicast", `announced as ${announcement.instance} at ${announcement.host}`)];
    case "waiting": {
      const remedy = "look at the network interfaces and at UDP port 5353; or kms dns multicast off";
      return [warning("multicast", "not announced", { code: null, text: announcement.why, remedy })];
    }
    default:
      return [notReached("multicast", "not announced yet")];
  }
}
