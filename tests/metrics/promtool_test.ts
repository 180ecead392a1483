import assert from "node:assert/strict";
import { encodeMetrics } from "../../src/metrics/exposition.ts";
import { hostMetrics } from "../../src/metrics/host_metrics.ts";
import { measuredHost } from "../support/samples/metrics_samples.ts";
import { promtool } from "../support/programs/promtool.ts";

const DOCS = new URL("../../docs/prometheus/", import.meta.url);
const NAMES = hostMetrics(measuredHost()).flatMap(({ name, type }) =>
  type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
);

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

async function panels(): Promise<readonly Panel[]> {
  return JSON.parse(await Deno.readTextFile(new URL("grafana.json", DOCS))).panels;
}

const metricsIn = (text: string) => [...new Set(text.match(/\bkms_[a-z_]+/g) ?? [])];

Deno.test("promtool finds nothing to complain of in the metrics, whatever products are called", async () => {
  const checked = await promtool(["check", "metrics"], encodeMetrics(hostMetrics(measuredHost())));
  assert.deepEqual(checked, { success: true, text: "" });
  const bad = await promtool(["check", "metrics"], "# TYPE kms_count gauge\nkms_count 1\n");
  assert.equal(bad.success, false, "promtool takes anything");
});

Deno.test("promtool takes the example configuration, and its alerts fire when they should", async () => {
  const config = await promtool(["check", "config", new URL("prometheus.yml", DOCS).pathname]);
  assert.match(config.text, /8 rules found/);
  assert(config.success, config.text);
  const tests = new URL("../support/programs/prometheus/alerts_test.yml", import.meta.url).pathname;
  const tested = await promtool(["test", "rules", tests]);
  assert(tested.success, tested.text);
});

Deno.test("every metric in the alert rules and on the dashboard is one that the host has, and none is left out", async () => {
  const rules = await Deno.readTextFile(new URL("alerts.yml", DOCS));
  const shown = (await panels()).flatMap(({ targets }) => targets.map(({ expr }) => expr)).join("\n");
  const expressions = rules.split("\n").filter((line) => /^ +expr:/.test(line)).join("\n");
  for (const name of metricsIn(`${expressions}\n${shown}`)) assert(NAMES.includes(name), name);
  const families = hostMetrics(measuredHost()).map(({ name }) => name);
  const left = families.filter((name) => !metricsIn(shown).some((one) => one.startsWith(name)));
  assert.deepEqual(left, [], "not on the dashboard");
});

Deno.test("the dashboard's expressions are PromQL, and its panels lie beside each other", async () => {
  const all = await panels();
  const rules = all.flatMap(({ targets }) => targets).map(({ expr }, i) => ({
    record: `panel:expr:${i}`,
    expr: expr.replaceAll("$__rate_interval", "5m"),
  }));
  const file = await Deno.makeTempFile({ suffix: ".yml" });
  try {
    await Deno.writeTextFile(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
    const checked = await promtool(["check", "rules", file]);
    assert(checked.success, checked.text);
  } finally {
    await Deno.remove(file);
  }
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  const cells = all.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + n % w} ${y + Math.floor(n / w)}`)
  );
  assert.equal(new Set(cells).size, cells.length, "two panels overlap");
  assert(all.every(({ gridPos: { x, w } }) => x + w <= 24));
});
