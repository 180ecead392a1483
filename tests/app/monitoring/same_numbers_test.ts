import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import type { Console } from "../../../src/api/console.ts";
import type { AlertView } from "../../../src/api/types.ts";
import { longLines } from "../../../src/cli/printing/display.ts";
import { alertLine, healthLines } from "../../../src/cli/printing/health_display.ts";
import { EventId } from "../../../src/policy/events.ts";
import { CATALOGUE, SERVED, UNSERVED } from "../../support/numbers/scenario.ts";
import { happen } from "../../support/numbers/scenario_askers.ts";
import type { Figures } from "../../support/numbers/scenario_record.ts";
import { ShownDashboard } from "../../support/numbers/shown_dashboard.tsx";
import { TestSite } from "../../support/roles/test_site.ts";
import { toldByReports } from "../../support/numbers/told_by_reports.ts";
import * as told from "../../support/numbers/told_numbers.ts";
import { until } from "../../support/until.ts";

/** What one place tells. */
type Told = Partial<Figures>;

function start(folder: string): Promise<RunningHost> {
  return RunningHost.start({
    folder,
    address: "127.0.0.1",
    port: 0,
    onFailure: (error) => assert.fail(String(error)),
    onRenewal: () => assert.fail("another thread was asked for"),
    note: (text) => assert.match(text, /^metrics on /),
  });
}

/** A host whose key covers all products but the Archive, with its metrics on and no eye on the disk. */
async function prepared(): Promise<TestSite> {
  const site = await TestSite.make(CATALOGUE);
  await using console = await openConsole(site.folder("host"), true);
  await site.activate(console, await site.authority.issueKey("host", Object.keys(SERVED)));
  await console.call("changeMetrics", { enabled: true, address: "127.0.0.1", port: 0 });
  await console.call("changeSetting", { name: "alertDisk", value: 0 });
  return site;
}

/** Alerts with numbers in them. The last setting makes the host look at itself anew. Resolves once they are in the journal. */
async function raiseAlerts(console: Console, { count, refused }: Figures): Promise<void> {
  await console.call("changeSetting", { name: "alertRefusals", value: refused - 1 });
  await console.call("changeSetting", { name: "alertCount", value: count + 5 });
  await until(async () =>
    (await console.call("events", { ids: [EventId.alertRaised] })).events.length === ALERTS.length
  );
}

const ALERTS = ["warning countLow", "warning duplicates", "warning refusals"];

function alertTexts({ count, duplicates, refused }: Figures): string[] {
  return [
    `the count is ${count}, less than the ${count + 5} that are set`,
    `${duplicates} machine IDs are on more than one hardware`,
    `${refused} requests of the last hour were refused`,
  ];
}

/** Each place by name, with what it tells. */
async function placesOf(console: Console): Promise<Record<string, Told>> {
  const status = await console.call("status", {});
  assert(status.role === "host");
  const { alerts: _, ...metrics } = await told.toldByMetrics(console);
  const reports = await toldByReports(console);
  return {
    "the status": told.toldByStatus(status),
    "/dlv": told.toldByDlv(status),
    "/dlv --json": told.toldByJson(status),
    "kms health": await told.toldByHealth(console),
    "the events": await told.toldByEvents(console),
    "the metrics": metrics,
    ...Object.fromEntries(Object.entries(reports).map(([name, figures]) => [`the report ${name}`, figures])),
  };
}

/** Every figure of every place is the scenario's; what differs is shown with the place's name. */
function assertSame(places: Readonly<Record<string, Told>>, expected: Figures): void {
  const wanted = Object.entries(places).map(([place, figures]) => {
    const names = Object.keys(figures) as (keyof Figures)[];
    return [place, Object.fromEntries(names.map((name) => [name, expected[name]]))];
  });
  assert.deepEqual(places, Object.fromEntries(wanted));
}

/** The alerts of every place that tells of them, in their order or, where there is none, sorted. */
async function assertAlerts(console: Console, expected: Figures): Promise<void> {
  const names = (alerts: readonly AlertView[]) =>
    alerts.map(({ severity, condition }) => `${severity} ${condition}`);
  const health = await console.call("health", {});
  const status = await console.call("status", {});
  assert(status.role === "host");
  const { events } = await console.call("events", {
    after: "start",
    ids: [EventId.alertRaised, EventId.alertCleared],
    limit: 1000,
  });
  const raised = events.flatMap(({ event }) =>
    event.id === EventId.alertRaised
      ? [`${event.severity} ${event.condition}`]
      : [`cleared: ${JSON.stringify(event)}`]
  );
  assert.deepEqual({
    health: names(health.alerts),
    status: names(status.alerts),
    metrics: (await told.toldByMetrics(console)).alerts,
    events: raised.sort(),
  }, { health: ALERTS, status: ALERTS, metrics: ALERTS, events: ALERTS });
  assert.deepEqual(health.alerts.map(({ text }) => text), alertTexts(expected));
  assert.deepEqual(status.alerts, health.alerts);
  const lines = health.alerts.map(alertLine);
  assert.deepEqual(healthLines(health).slice(1), lines);
  assert.deepEqual(
    longLines(status).filter((line) => line.startsWith("    WARNING")),
    lines.map((line) => `    ${line}`),
  );
}

/** What the dashboard draws. `opened`: whether it was open before anything happened, or only now. */
async function placesOfDashboard(
  dashboard: ShownDashboard,
  opened: "before" | "now",
): Promise<Record<string, Told>> {
  const sign = opened === "before" ? "count to warn below set to" : "so far";
  const { totals, answers, gauges, missing, feed } = await dashboard.toldBeside(sign);
  assert.equal(gauges.length, Object.keys(SERVED).length + UNSERVED.length);
  return {
    "the dashboard's totals": totals,
    "the dashboard's answers": answers,
    "the dashboard's products": missing,
    ...Object.fromEntries(gauges.map((gauge, i) => [`the dashboard's gauge ${i}`, gauge])),
    "the dashboard's log": feed,
  };
}

/** Everything happens while a dashboard is open. Resolves with the figures of it. */
async function assertSameWhileItRuns(site: TestSite, host: RunningHost): Promise<Figures> {
  await using console = await openConsole(site.folder("host"), false);
  using dashboard = new ShownDashboard(console);
  const expected = await happen(site, host);
  await raiseAlerts(console, expected);
  assertSame({ ...await placesOf(console), ...await placesOfDashboard(dashboard, "before") }, expected);
  await assertAlerts(console, expected);
  return expected;
}

/**
 * A folder as it is found after a crash, or after a stop, is opened by a new host. What is counted in the process alone
 * begins anew and is not compared: the histograms of latency (kms_request_duration_seconds, kms_journal_sync_duration_seconds) and the
 * refusals of the last hour.
 */
async function assertSameAfterRestart(folder: string, expected: Figures): Promise<void> {
  const host = await start(folder);
  {
    await using console = await openConsole(folder, false);
    using dashboard = new ShownDashboard(console);
    await assertAlerts(console, expected);
    const places = { ...await placesOf(console), ...await placesOfDashboard(dashboard, "now") };
    assertSame(places, { ...expected, refused: 0 });
  }
  await host.stop();
}

/** A copy of a running host's files: what a crash would leave. */
async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { mode: 0o700 });
  for await (const { name, isFile } of Deno.readDir(from)) {
    if (isFile) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

Deno.test("dashboard, /dlv, --json, health, events, metrics and reports tell the same numbers, after a crash and a restart too", async () => {
  await using site = await prepared();
  const [folder, crashed] = [site.folder("host"), site.folder("crashed")];
  const host = await start(folder);
  const expected = await assertSameWhileItRuns(site, host);
  await copyFolder(folder, crashed);
  await host.stop();
  await assertSameAfterRestart(crashed, expected);
  await assertSameAfterRestart(folder, expected);
});
