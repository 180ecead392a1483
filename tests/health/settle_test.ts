import assert from "node:assert/strict";
import fc from "fast-check";
import type { Alerts, Condition, Severity } from "../../src/policy/alerts.ts";
import { CONDITIONS, SEVERITIES } from "../../src/policy/alerts.ts";
import { CONDITION_RULES } from "../../src/health/conditions.ts";
import type { Finding } from "../../src/health/judge.ts";
import { type Change, changesBetween, settle, type Standing } from "../../src/health/settle.ts";

const MINUTE = 60_000;
const NOTHING: Standing = { alerts: {}, pending: {} };

function finding(condition: Condition, severity: Severity = "warning"): Finding {
  return { condition, severity, text: `${condition} holds`, remedy: "look" };
}

/** Findings of one moment after another, a minute apart, and what changed at each. */
function changesOver(moments: readonly (readonly Finding[])[]): string[][] {
  let standing = NOTHING;
  return moments.map((findings, minute) => {
    const at = minute * MINUTE;
    const settled = settle(standing, findings, { now: 1000 + at, elapsed: at });
    standing = settled;
    return settled.changes.map(({ kind, condition, alert }) => `${kind} ${condition} ${alert.severity}`);
  });
}

Deno.test("settle() raises at once what must be told at once, and clears it at once", () => {
  const held = [finding("notActivated", "critical")];
  assert.deepEqual(changesOver([held, held, [], []]), [
    ["raised notActivated critical"],
    [],
    ["cleared notActivated critical"],
    [],
  ]);
});

Deno.test("settle() raises what comes and goes only once it has stayed, counting from when it came back", () => {
  const held = [finding("dnsFailing")];
  const minutes = [held, held, held, [], held, held, held, held, held, held];
  assert.deepEqual(changesOver(minutes).map((changes) => changes.length), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

Deno.test("settle() clears what came and went only once it has stayed away", () => {
  const held = [finding("countLow")];
  const away = Array.from({ length: 15 }, () => []);
  const changes = changesOver([held, ...away.slice(1), held, ...away, [], []]);
  assert.deepEqual(changes.flat(), ["raised countLow warning", "cleared countLow warning"]);
  assert.equal(changes.findIndex((one) => one[0]?.startsWith("cleared")), 31);
});

Deno.test("settle() tells a change of severity at once, and keeps when the alert was raised", () => {
  const first = settle(NOTHING, [finding("diskSpaceLow")], { now: 5, elapsed: 0 });
  const worse = settle(first, [finding("diskSpaceLow", "critical")], { now: 9, elapsed: 1 });
  assert.deepEqual(worse.changes.map(({ kind, alert }) => [kind, alert.severity, alert.since]), [
    ["raised", "critical", 5],
  ]);
  assert.equal(worse.alerts["diskSpaceLow"]?.severity, "critical");
});

Deno.test("settle() changes nothing that it does not tell: its changes are those between the alerts", () => {
  const findings = fc.uniqueArray(
    fc.record({ condition: fc.constantFrom(...CONDITIONS), severity: fc.constantFrom(...SEVERITIES) }),
    { selector: ({ condition }) => condition },
  ).map((all) => all.map(({ condition, severity }) => finding(condition, severity)));
  fc.assert(
    fc.property(fc.array(fc.tuple(findings, fc.nat(20)), { maxLength: 12 }), (moments) => {
      let standing = NOTHING;
      let elapsed = 0;
      for (const [found, minutes] of moments) {
        elapsed += minutes * MINUTE;
        const settled = settle(standing, found, { now: elapsed, elapsed });
        const byName = (changes: readonly Change[]) =>
          new Map(changes.map(({ condition, kind, alert }) => [condition, [kind, alert]]));
        assert.deepEqual(byName(settled.changes), byName(changesBetween(standing.alerts, settled.alerts)));
        assert.equal(settled.changes.length, new Set(settled.changes.map((one) => one.condition)).size);
        standing = settled;
      }
    }),
  );
});

Deno.test("each condition has a rule that says what to do", () => {
  assert.deepEqual(Object.keys(CONDITION_RULES).sort(), [...CONDITIONS].sort());
  for (const { title, remedy } of Object.values(CONDITION_RULES)) {
    assert(title.length > 5 && remedy.length > 8);
    assert.doesNotMatch(title + remedy, /[.|]$/);
  }
});

Deno.test("changesBetween() takes one set of alerts to another", () => {
  const alert = { severity: "warning", since: 1, text: "t", remedy: "r" } as const;
  const before: Alerts = { countLow: alert, diskSpaceLow: alert, refusals: alert };
  const after: Alerts = { countLow: alert, diskSpaceLow: { ...alert, severity: "critical" }, sealed: alert };
  assert.deepEqual(changesBetween(before, after).map(({ kind, condition }) => [kind, condition]), [
    ["raised", "sealed"],
    ["raised", "diskSpaceLow"],
    ["cleared", "refusals"],
  ]);
});

Deno.test("settle() raises with the time that is found, but for one that lies ahead", () => {
  const failing = { ...finding("dnsFailing"), since: 3 };
  const pending = settle(NOTHING, [failing], { now: 5, elapsed: 0 });
  const raised = settle(pending, [failing], { now: 9, elapsed: 5 * MINUTE });
  assert.equal(raised.alerts["dnsFailing"]?.since, 3);
  const again = settle(raised, [{ ...failing, since: 4 }], { now: 10, elapsed: 6 * MINUTE });
  assert.deepEqual([again.changes, again.alerts["dnsFailing"]?.since], [[], 3]);
  const ahead = settle(pending, [{ ...failing, since: 30 }], { now: 9, elapsed: 5 * MINUTE });
  assert.equal(ahead.alerts["dnsFailing"]?.since, 9);
});

Deno.test("settle() tells another jump of the clock anew, with its own time", () => {
  const first = settle(NOTHING, [{ ...finding("clockJumped"), since: 5 }], { now: 5, elapsed: 0 });
  const second = settle(first, [{ ...finding("clockJumped"), since: 8 }], { now: 9, elapsed: 1 });
  assert.deepEqual(second.changes.map(({ kind, alert }) => [kind, alert.since]), [["raised", 8]]);
});
