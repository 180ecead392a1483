import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import type { Health } from "../../../src/api/types.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { RemoteHost } from "../../support/roles/remote_host.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const SECRET = "https://hooks.example/services/T0/s3cret";

function start(folder: string, notes: string[], port = 0): Promise<RunningHost> {
  return RunningHost.start({
    folder,
    address: "127.0.0.1",
    port,
    note: (text) => notes.push(text),
    onFailure: (error) => {
      throw error;
    },
    onRenewal: () => assert.fail("another thread was asked for"),
  });
}

async function healthOf(folder: string): Promise<Health> {
  await using console = await openConsole(folder, true);
  return await console.call("health", {});
}

const conditions = ({ alerts }: Health) => alerts.map(({ condition }) => condition);

/** The notices that a command has written, once there are so many. */
async function notices(file: string, count: number): Promise<{ event: string; condition: string }[]> {
  while (true) {
    const text = await Deno.readTextFile(file).catch(() => "");
    const lines = text.split("\n").filter((line) => line !== "");
    if (lines.length >= count) return lines.map((line) => JSON.parse(line));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test("a folder on which no host runs is critical, and says since when and what else is wrong", async () => {
  await using site = await TestSite.make();
  const folder = site.folder("host");
  await using console = await openConsole(folder, true);
  await site.activate(console);
  const health = await console.call("health", {});
  assert.deepEqual([health.severity, conditions(health)], ["critical", ["notRunning"]]);
  assert(health.freeBytes !== null && health.freeBytes > 0);
  assert.equal(health.daysLeft! > 600, true);
});

Deno.test("a host that runs is well once it is activated, and its status says the same as its health", async () => {
  await using site = await TestSite.make();
  const folder = site.folder("host");
  await openConsole(folder, true).then(async (console) => {
    await site.activate(console);
    await console[Symbol.asyncDispose]();
  });
  const host = await start(folder, []);
  try {
    assert.equal((await healthOf(folder)).severity, "ok");
    assert.deepEqual(host.status().alerts, []);
  } finally {
    await host.stop();
  }
});

Deno.test("a command is told of what is raised at the start, and of a start that failed and its end", async () => {
  await using folder = await TempFolder.make();
  await using told = await TempFolder.make();
  const file = `${told.path}/told`;
  const state = `${folder.path}/host`;
  await openConsole(state, true).then(async (console) => {
    await console.call("changeNotify", { kind: "command", command: `cat >> ${file}; echo >> ${file}` });
    await console[Symbol.asyncDispose]();
  });
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await operationErrorOf(() => start(state, [], taken.addr.port));
  const failed = await healthOf(state);
  assert.match(failed.alerts[0]!.text, /^the host could not be started: .*the port is in use$/);
  const host = await start(state, []);
  const all = (await notices(file, 3)).map(({ event, condition }) => `${event} ${condition}`);
  assert.deepEqual(all, ["raised notRunning", "cleared notRunning", "raised notActivated"]);
  await host.stop();
});

Deno.test("a command is taken from the host's own computer alone, and readers see no secret", async () => {
  await using host = await RemoteHost.start({ alice: "administrator", rita: "reader" });
  await using alice = await host.connect();
  await using rita = await host.connect("rita");
  const error = await operationErrorOf(() =>
    alice.call("changeNotify", { kind: "command", command: "touch /tmp/x" })
  );
  assert.equal(error.code, HResult.accessDenied);
  await host.local.call("changeNotify", { kind: "command", command: "mail --token s3cret" });
  assert.equal((await rita.call("notify", {})).target, "mail …");
  await alice.call("changeNotify", { kind: "webhook", url: SECRET });
  assert.equal((await alice.call("notify", {})).target, SECRET);
  assert.equal((await rita.call("notify", {})).target, "https://hooks.example …");
  for (const name of await Array.fromAsync(Deno.readDir(host.folder))) {
    if (!name.name.startsWith("journal-")) continue;
    assert.doesNotMatch(await Deno.readTextFile(`${host.folder}/${name.name}`), /s3cret/);
  }
});

Deno.test("a test notice that does not arrive says why", async () => {
  await using folder = await TempFolder.make();
  await using console = await openConsole(`${folder.path}/host`, true);
  await console.call("changeNotify", { kind: "off" });
  assert.match((await operationErrorOf(() => console.call("testNotify", {}))).message, /nobody is told/);
  await console.call("changeNotify", { kind: "command", command: "echo no such list >&2; exit 5" });
  const error = await operationErrorOf(() => console.call("testNotify", {}));
  assert.match(error.message, /did not arrive: the command ended with status 5: no such list/);
  assert.match(error.remedy ?? "", /^run it by hand/);
  await console.call("changeNotify", { kind: "command", command: 'test "$KMS_EVENT" = test' });
  assert.deepEqual(await console.call("testNotify", {}), { kind: "command" });
});

Deno.test("a damaged monitoring.json is told where it is asked for, and keeps no host from its work", async () => {
  await using folder = await TempFolder.make();
  await openConsole(`${folder.path}/host`, true).then(async (console) => {
    await console.call("changeNotify", { kind: "webhook", url: SECRET });
    await console[Symbol.asyncDispose]();
  });
  await Deno.writeTextFile(`${folder.path}/host/monitoring.json`, "{}");
  const host = await start(`${folder.path}/host`, []);
  try {
    await using console = await openConsole(`${folder.path}/host`, false);
    assert.equal((await console.call("health", {})).severity, "critical");
    const error = await operationErrorOf(() => console.call("notify", {}));
    assert.match(error.remedy ?? "", /remove monitoring\.json/);
  } finally {
    await host.stop();
  }
});

Deno.test("of a sealed folder no figure is made up, and since when it is sealed stays the same", async () => {
  await using site = await TestSite.make();
  const folder = site.folder("host");
  await openConsole(folder, true).then(async (console) => {
    await site.activate(console);
    await console[Symbol.asyncDispose]();
  });
  const bytes = await Deno.readFile(`${folder}/state.json`);
  await Deno.writeFile(`${folder}/state.json`, bytes.with(40, bytes[40]! ^ 1));
  const sealed = ({ alerts }: Health) => alerts.find(({ condition }) => condition === "sealed")?.since;
  assert.equal(sealed(await healthOf(folder)), null);
  const host = await start(folder, []);
  const running = await healthOf(folder).finally(() => host.stop());
  const resting = await healthOf(folder);
  const entries = (await Deno.readTextFile(`${folder}/faults.jsonl`)).trim().split("\n");
  assert.equal(sealed(resting), JSON.parse(entries[0]!).time);
  for (const { count, known, daysLeft, refusals, requests } of [running, resting]) {
    assert.deepEqual([count, known, daysLeft, refusals, requests], [null, null, null, null, null]);
  }
});
