import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import type { Console } from "../../../src/api/console.ts";
import { Measures } from "../../../src/app/monitoring/measures.ts";
import { probes } from "../../../src/app/monitoring/probes.ts";
import type { Alerts } from "../../../src/policy/alerts.ts";
import { activatedHost } from "../../support/roles/test_host.ts";
import { machineEvent } from "../../support/samples/machine_events.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { PrometheusServer } from "../../support/programs/prometheus_server.ts";
import { promtool } from "../../support/programs/promtool.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const LOOPBACK = { enabled: true, address: "127.0.0.1", port: 0 } as const;

/** A running host that is activated, with its metrics on. */
class Scene implements AsyncDisposable {
  readonly site: TestSite;
  readonly host: RunningHost;
  readonly console: Console;
  readonly notes: string[];

  private constructor(site: TestSite, host: RunningHost, console: Console, notes: string[]) {
    this.site = site;
    this.host = host;
    this.console = console;
    this.notes = notes;
  }

  static async start(site?: TestSite): Promise<Scene> {
    const made = site ?? await TestSite.make();
    const notes: string[] = [];
    const host = await RunningHost.start({
      folder: made.folder("host"),
      address: "127.0.0.1",
      port: 0,
      note: (text) => notes.push(text),
      onFailure: (error) => assert.fail(String(error)),
      onRenewal: () => assert.fail("another thread was asked for"),
    });
    return new Scene(made, host, await openConsole(made.folder("host"), false), notes);
  }

  async url(): Promise<string> {
    const { listening } = await this.console.call("metrics", {});
    return `http://${listening!.address}:${listening!.port}`;
  }

  async get(
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; text: string; type: string | null }> {
    const response = await fetch(await this.url() + path, init);
    return {
      status: response.status,
      text: await response.text(),
      type: response.headers.get("content-type"),
    };
  }

  async stop(): Promise<void> {
    await this.console[Symbol.asyncDispose]();
    await this.host.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.site[Symbol.asyncDispose]();
  }
}

async function prepared(): Promise<TestSite> {
  const site = await TestSite.make();
  await using console = await openConsole(site.folder("host"), true);
  await site.activate(console);
  return site;
}

Deno.test("metrics are off at first, switched on and off at once, and on again after a restart", async () => {
  const site = await prepared();
  const first = await Scene.start(site);
  assert.deepEqual(await first.console.call("metrics", {}), {
    enabled: false,
    address: "127.0.0.1",
    port: 9688,
    listening: null,
  });
  await first.console.call("changeMetrics", LOOPBACK);
  const url = await first.url();
  assert.equal((await first.get("/metrics")).type, "text/plain; version=0.0.4; charset=utf-8");
  await first.console.call("changeMetrics", { enabled: false, address: null, port: null });
  await assert.rejects(fetch(url));
  await first.console.call("changeMetrics", { enabled: true, address: null, port: null });
  await first.stop();
  await using second = await Scene.start(site);
  assert.equal((await second.get("/healthz")).status, 200);
  assert.match(second.notes.join("\n"), /^metrics on http:\/\/127\.0\.0\.1:\d+\/metrics$/m);
});

Deno.test("/readyz tells whether computers can be activated, /healthz that the host is alive", async () => {
  const site = await TestSite.make();
  await openConsole(site.folder("host"), true).then((console) => console[Symbol.asyncDispose]());
  await using scene = await Scene.start(site);
  await scene.console.call("changeMetrics", LOOPBACK);
  const before = await scene.get("/readyz");
  assert.equal(before.status, 503);
  assert.match(before.text, /^no licence file is installed/);
  assert.deepEqual([(await scene.get("/healthz")).status, (await scene.get("/healthz")).text], [200, "ok\n"]);
  await site.activate(scene.console);
  assert.deepEqual([(await scene.get("/readyz")).status, (await scene.get("/readyz")).text], [
    200,
    "ready\n",
  ]);
});

Deno.test("/readyz stays not ready while the alert of a failing disk stands, though the disk works again", async () => {
  const made = await activatedHost();
  const alert = {
    severity: "critical",
    since: 1,
    text: "clients are told to try later",
    remedy: "",
  } as const;
  const readyz = (alerts: Alerts) =>
    probes(made.host, {
      measures: new Measures(made.time),
      listening: () => true,
      monitor: { alive: true, alerts, freeBytes: 1 },
    })("/readyz");
  assert.equal(readyz({ diskSpaceLow: alert })?.status, 200);
  const answer = readyz({ diskFailing: alert });
  assert.deepEqual([answer?.status, answer?.body], [503, "clients are told to try later\n"]);
  await made.host.stop();
});

Deno.test("the listener takes GET and HEAD, and knows no other path", async () => {
  await using scene = await Scene.start(await prepared());
  await scene.console.call("changeMetrics", LOOPBACK);
  assert.equal((await scene.get("/metrics", { method: "POST", body: "x" })).status, 405);
  const head = await scene.get("/metrics", { method: "HEAD" });
  assert.deepEqual([head.status, head.text], [200, ""]);
  for (const path of ["/", "/v1/status", "/secrets.json", "/metrics/../secrets.json"]) {
    assert.equal((await scene.get(path)).status, 404, path);
  }
  assert.equal((await scene.get("/metrics?x=1")).status, 200);
});

Deno.test("an address that cannot be listened on is refused, and where it was it stays", async () => {
  await using scene = await Scene.start(await prepared());
  await scene.console.call("changeMetrics", LOOPBACK);
  const url = await scene.url();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const wanted = { enabled: true, address: null, port: taken.addr.port };
  assert.match((await operationErrorOf(() => scene.console.call("changeMetrics", wanted))).message, /in use/);
  const status = await scene.console.call("metrics", {});
  assert.deepEqual([status.enabled, status.port], [true, 0]);
  assert.equal((await scene.get("/healthz")).status, 200);
  assert.equal(new URL(await scene.url()).hostname, new URL(url).hostname);
});

Deno.test("a real Prometheus scrapes the host, and its requests are those of the status", async () => {
  await using scene = await Scene.start(await prepared());
  await scene.console.call("changeMetrics", LOOPBACK);
  for (let n = 1; n <= 30; n++) {
    const productId = scene.host.host.licence!.payload.products[n % 2]!.id;
    await scene.host.host.record([{ ...machineEvent(n), time: Date.now(), productId }]);
  }
  await scene.host.host.record([{ ...machineEvent(31), time: Date.now(), needed: 0, result: 0xC004F042 }]);
  const checked = await promtool(["check", "metrics"], (await scene.get("/metrics")).text);
  assert.deepEqual(checked, { success: true, text: "" });
  await using prometheus = await PrometheusServer.start(new URL(await scene.url()).host);
  assert.equal(await prometheus.value('up{job="kms"}', (up) => up === 1), 1);
  const status = scene.host.status();
  const total = await prometheus.value("sum(kms_requests_total)", (sum) => sum > 0);
  assert.deepEqual([total, status.requests.total], [31, 31]);
  assert.equal(await prometheus.value('kms_requests_total{product="unknown"}', () => true), 1);
  assert.equal(await prometheus.value('sum(kms_requests_total{product="Editor"})', () => true), 15);
  assert.equal(await prometheus.value("kms_counted_machines", () => true), status.count);
  const syncs = await prometheus.value("kms_journal_sync_duration_seconds_count", () => true);
  assert(syncs >= 31, `${syncs} syncs`);
});
