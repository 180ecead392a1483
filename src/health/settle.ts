import type { Alert, Alerts, Condition } from "../policy/alerts.ts";
import { CONDITION_RULES } from "./conditions.ts";
import type { Finding } from "./judge.ts";

/** Since when something is about to change, by condition: milliseconds of a stopwatch, which no change of the clock moves. */
export type Pending = Readonly<Record<string, number>>;

/** An alert that was raised, or is of another severity than before; or one that is over, as it stood. */
export interface Change {
  readonly kind: "raised" | "cleared";
  readonly condition: Condition;
  readonly alert: Alert;
}

export interface Standing {
  readonly alerts: Alerts;
  readonly pending: Pending;
}

/**
 * The alerts that stand after `findings`, and what has changed. A condition counts as there, or as gone, only once it was so for as
 * long as its rule says: what comes and goes is told once. `now`: milliseconds since 1970; `elapsed`: those of a stopwatch.
 * `anew`: conditions whose limit was set just now; what is gone by that does not wait.
 */
export function settle(
  before: Standing,
  findings: readonly Finding[],
  { now, elapsed, anew }: {
    readonly now: number;
    readonly elapsed: number;
    readonly anew?: ReadonlySet<Condition>;
  },
): Standing & { readonly changes: readonly Change[] } {
  const pending: Record<string, number> = {};
  const changes: Change[] = [];
  for (const condition of Object.keys(CONDITION_RULES) as Condition[]) {
    const alert = before.alerts[condition];
    const change = changeOf(condition, findings.find((one) => one.condition === condition), alert, now);
    if (change === undefined) continue;
    const since = before.pending[condition] ?? elapsed;
    const wait = change.kind === "cleared" && anew?.has(condition) ? 0 : waitFor(change, alert);
    if (elapsed - since < wait) pending[condition] = since;
    else changes.push(change);
  }
  return { alerts: changes.reduce(alertsAfter, before.alerts), pending, changes };
}

/** What would change if it were for good. */
function changeOf(
  condition: Condition,
  finding: Finding | undefined,
  alert: Alert | undefined,
  now: number,
): Change | undefined {
  if (finding === undefined) return alert === undefined ? undefined : { kind: "cleared", condition, alert };
  const { severity, text, remedy } = finding;
  const since = sinceOf(finding, alert, now);
  if (alert?.severity === severity && alert.since === since) return undefined;
  return { kind: "raised", condition, alert: { severity, text, remedy, since: Math.min(since, now) } };
}

/** A time that lies ahead, by a clock that has been set back since, says nothing. */
function sinceOf({ condition, since: found }: Finding, alert: Alert | undefined, now: number): number {
  const since = found === undefined || found > now ? undefined : found;
  return CONDITION_RULES[condition].momentary ? since ?? alert?.since ?? now : alert?.since ?? since ?? now;
}

/** The same alerts, none of which lies ahead: the clock may have been set back since they were raised. */
export function notAhead(alerts: Alerts, now: number): Alerts {
  return Object.fromEntries(
    Object.entries(alerts).map(([condition, alert]) => [
      condition,
      { ...alert, since: Math.min(alert.since, now) },
    ]),
  );
}

/** What is there already and only becomes better or worse is told at once. */
function waitFor({ kind, condition }: Change, alert: Alert | undefined): number {
  const { raiseAfter, clearAfter } = CONDITION_RULES[condition];
  if (kind === "cleared") return clearAfter;
  return alert === undefined ? raiseAfter : 0;
}

function alertsAfter(alerts: Alerts, { kind, condition, alert }: Change): Alerts {
  const { [condition]: _, ...others } = alerts;
  return kind === "cleared" ? others : { ...others, [condition]: alert };
}

/** What takes `from` to `to`: the changes that must still be recorded. */
export function changesBetween(from: Alerts, to: Alerts): Change[] {
  return (Object.keys(CONDITION_RULES) as Condition[]).flatMap((condition): Change[] => {
    const [before, after] = [from[condition], to[condition]];
    if (before?.severity === after?.severity && before?.since === after?.since) return [];
    return after === undefined
      ? [{ kind: "cleared", condition, alert: before! }]
      : [{ kind: "raised", condition, alert: after }];
  });
}
