import assert from "node:assert/strict";
import { healthLines, pluginLine } from "../../src/cli/printing/health_display.ts";
import { SAMPLE_HEALTH } from "../support/roles/stub_api.ts";

const WELL = { ...SAMPLE_HEALTH, severity: "ok", alerts: [] } as const;
const [LOW] = SAMPLE_HEALTH.alerts;

/** As the plugin interface of Nagios has it: text, a bar, then 'label'=value[unit];[warn];[crit];[min];[max]. */
const PLUGIN_LINE =
  /^KMS (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+ \| ([a-z_]+=-?\d+(MB|c)?(;[\d.]*:?){0,2};\d* ?)+$/;

Deno.test("the first line of kms health is a monitoring plugin's", () => {
  const [line] = healthLines({ ...WELL, alerts: [] });
  assert.match(line!, PLUGIN_LINE);
  assert.equal(
    line,
    "KMS OK - activated for 359 days, count 7 | count=7;25:;;0 known=9;;499999;0 days_left=359;31:;8:;0 " +
      "free=40123MB;500:;50:;0 refusals=3;60;;0 requests=1234c;;;0",
  );
});

Deno.test("what is not known, or switched off, leaves no number or no limit", () => {
  const settings = { ...WELL.settings, alertCount: 0, alertDisk: 0, alertRefusals: 0 };
  const [line] = healthLines({ ...WELL, alerts: [], settings, daysLeft: null, freeBytes: null });
  assert.match(line!, PLUGIN_LINE);
  assert.match(line!, / \| count=7;;;0 known=9;;499999;0 refusals=3;;;0 requests=1234c;;;0$/);
  const figures = { count: null, known: null, daysLeft: null, refusals: null, requests: null };
  assert.match(healthLines({ ...WELL, alerts: [], ...figures })[0]!, / \| free=40123MB;500:;50:;0$/);
  const [, alert] = healthLines({ ...WELL, alerts: [{ ...LOW!, since: null }] });
  assert.match(alert!, /^WARNING since unknown: the count is 7/);
});

Deno.test("each alert has its line below the summary, and no text breaks the numbers off", () => {
  const hostile = { ...LOW!, severity: "critical" as const, text: "DNS says | count=99", remedy: "a|b" };
  const lines = healthLines({ ...SAMPLE_HEALTH, severity: "critical", alerts: [hostile, LOW!] });
  assert.match(lines[0]!, PLUGIN_LINE);
  assert.match(lines[0]!, /^KMS CRITICAL - DNS says \/ count=99; 1 more \| count=7/);
  assert.equal(lines[1], "CRITICAL since 2027-01-15 07:43 UTC: DNS says / count=99. To mend it: a/b");
  assert.match(
    lines[2]!,
    /^WARNING since .*: the count is 7, less than the 25 that are set\. To mend it: look$/,
  );
  assert.equal(lines.length, 3);
});

Deno.test("notices that do not arrive are told below the alerts", () => {
  const failure = { time: 5, reason: "the webhook answers 404", lost: 1 };
  const told = healthLines({ ...WELL, alerts: [], notify: { kind: "webhook", failure } });
  assert.deepEqual(told.slice(1), [
    "Notices of alerts do not arrive (webhook): the webhook answers 404; 1 notice given up",
  ]);
  assert.equal(healthLines({ ...WELL, alerts: [], notify: { kind: "off", failure } }).length, 1);
});

Deno.test("a state that cannot be told has a plugin's line without numbers", () => {
  assert.equal(pluginLine("unknown", "no | such host"), "KMS UNKNOWN - no / such host");
});
