import assert from "node:assert/strict";
import type { Console } from "../../../src/api/console.ts";
import { reportsOn } from "../../../src/app/reports/make_reports.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { REPORT_NAMES } from "../../../src/reports/names.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const fail = (error: unknown) => {
  throw error;
};

async function at<T>(folder: string, work: (console: Console) => Promise<T>): Promise<T> {
  await using console = await openConsole(folder, true);
  return await work(console);
}

async function files(folder: string): Promise<Record<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).filter(({ isFile }) => isFile).map(({ name }) =>
    name
  );
  const texts = await Promise.all(names.map((name) => Deno.readTextFile(`${folder}/${name}`)));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]!]));
}

Deno.test("reports are made of a folder without touching it, while a host holds it and by the host itself", async () => {
  await using site = await TestSite.make();
  const folder = site.folder();
  await at(folder, (console) => site.activate(console));
  const host = await RunningHost.start({
    folder,
    address: "127.0.0.1",
    port: 0,
    onFailure: fail,
    onRenewal: () => assert.fail("another thread was asked for"),
    note: fail,
  });
  const before = await files(folder);
  const here = await reportsOn({ folder, names: REPORT_NAMES, period: {} });
  const there = await at(folder, (console) => {
    assert(console.live);
    return console.call("report", { name: "all" });
  });
  assert.deepEqual(await files(folder), before);
  await host.stop();
  assert.deepEqual(there.reports.map(({ name, rows }) => ({ name, rows })).slice(0, 3), [
    { name: "activation-count", rows: here[0]!.rows },
    { name: "activity-history", rows: here[1]!.rows },
    { name: "licensing-status", rows: [] },
  ]);
  assert.equal(here.length, 8);
  assert.equal(here[0]!.publisher, "Example");
});

Deno.test("a host that does not run makes a report too, of one name and for the days that are asked for", async () => {
  await using site = await TestSite.make();
  await at(site.folder(), (console) => site.activate(console));
  const { reports } = await at(site.folder(), (console) => {
    return console.call("report", { name: "expiration-chart", days: 3 });
  });
  assert.deepEqual(reports.map(({ name, charts }) => [name, charts[0]!.categories.length]), [[
    "expiration-chart",
    3,
  ]]);
});

Deno.test("a report for whoever draws its charts has no rows", async () => {
  await using site = await TestSite.make();
  await at(site.folder(), (console) => site.activate(console));
  const [whole, drawn] = await at(site.folder(), async (console) => {
    const answers = [true, false].map((rows) => console.call("report", { name: "activity-history", rows }));
    return (await Promise.all(answers)).map(({ reports }) => reports[0]!);
  });
  assert.ok(whole!.rows.length > 0);
  assert.deepEqual(drawn, { ...whole, made: drawn!.made, rows: [] });
});

Deno.test("what is no host's folder, and a period that makes no sense, are refused", async () => {
  await using site = await TestSite.make();
  const wanted = { names: ["forecast"], period: {} } as const;
  const nowhere = await operationErrorOf(() => reportsOn({ folder: site.folder(), ...wanted }));
  assert.match(nowhere.message, /There is no state folder/);
  await at(site.folder(), (console) => console.call("changeClientSetting", { name: "host", value: "kms" }));
  const client = await operationErrorOf(() => reportsOn({ folder: site.folder(), ...wanted }));
  assert.equal(client.code, HResult.notAHost);
  const period = await operationErrorOf(() =>
    reportsOn({ folder: site.folder(), ...wanted, period: { days: 1 } })
  );
  assert.equal(period.code, HResult.malformed);
});
