import type { Alert, Alerts, Condition } from "../policy/alerts.ts";
import { CONDITION_RULES } from "./conditions.ts";
import type { Finding } from "./judge.ts";

/** An alert for people and programs. */
export interface AlertView extends Alert {
  readonly condition: Condition;
  readonly title: string;
}

/** The worst first; those of one severity in the order of the conditions' rules. */
export function worstFirst(alerts: Alerts): AlertView[] {
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
 * it ran; `stopped`: when it ended, milliseconds since 1970.
 */
export function alertsAtRest(findings: readonly Finding[], known: Alerts, stopped: number): Alerts {
  return Object.fromEntries(findings.map(({ condition, severity, text, remedy }) => {
    const before = known[condition];
    if (condition === "notRunning" && before !== undefined) return [condition, before]; // which says why
    return [condition, { severity, text, remedy, since: before?.since ?? stopped }];
  }));
}

function isCritical({ severity }: Pick<Alert, "severity">): boolean {
  return severity === "critical";
}
