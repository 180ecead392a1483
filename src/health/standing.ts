import type { Alert, Alerts, Condition } from "../policy/alerts.ts";
import { CONDITION_RULES } from "./conditions.ts";
import type { Finding } from "./judge.ts";

/** An alert for people and programs. */
export interface AlertView extends Omit<Alert, "since"> {
  readonly condition: Condition;
  readonly title: string;
  /** Null where it is not known. */
  readonly since: number | null;
}

/** Alerts of which it may not be known since when they hold. */
type DimAlerts = Readonly<Record<string, Omit<AlertView, "condition" | "title">>>;

/** The worst first; those of one severity in the order of the conditions' rules. */
export function worstFirst(alerts: DimAlerts): AlertView[] {
  const views = (Object.keys(CONDITION_RULES) as Condition[]).flatMap((condition) => {
    const alert = alerts[condition];
    return alert === undefined ? [] : [{ condition, title: CONDITION_RULES[condition].title, ...alert }];
  });
  return [...views.filter(isCritical), ...views.filter((view) => !isCritical(view))];
}

export function worst(alerts: readonly Pick<Alert, "severity">[]): "ok" | Alert["severity"] {
  if (alerts.length === 0) return "ok";
  return alerts.some(isCritical) ? "critical" : "warning";
}

/**
 * The alerts of a host that does not run, and so cannot wait to see what stays: what is found counts. `known`: those that it had when
 * it ran; `times`: since when what it did not have is so, if that is known; milliseconds since 1970.
 */
export function alertsAtRest(
  findings: readonly Finding[],
  known: Alerts,
  times: {
    readonly now: number;
    /** When it ended, and when it was found sealed. */
    readonly stopped: number | null;
    readonly sealed: number | null;
  },
): DimAlerts {
  const passed = (since: number | null) => since === null ? null : Math.min(since, times.now);
  return Object.fromEntries(findings.map(({ condition, severity, text, remedy, since }) => {
    const before = known[condition];
    if (condition === "notRunning" && before !== undefined) {
      return [condition, { ...before, since: passed(before.since) }]; // which says why
    }
    const first = before?.since ?? since ?? (condition === "sealed" ? times.sealed : times.stopped);
    return [condition, { severity, text, remedy, since: passed(first) }];
  }));
}

function isCritical({ severity }: Pick<Alert, "severity">): boolean {
  return severity === "critical";
}
