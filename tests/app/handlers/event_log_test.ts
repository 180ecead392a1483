import assert from "node:assert/strict";
import type { EventEntry } from "../../../src/api/types.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { openLocalEvents } from "../../../src/app/consoles/local_events.ts";
import { remoteEvents } from "../../../src/app/consoles/remote_events.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import { followEvents } from "../../../src/cli/events/reading_events.ts";
import { EventId } from "../../../src/policy/events.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { RemoteHost } from "../../support/roles/remote_host.ts";
import { TempFolder } from "../../support/disk/temp_folder.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const options = (folder: string, port: number) => ({
  folder,
  address: "127.0.0.1",
  port,
  note: () => {},
  onFailure: (error: unknown) => {
    throw error;
  },
  onRenewal: () => {},
});

async function eventsIn(folder: string): Promise<readonly EventEntry[]> {
  await using source = await openLocalEvents(folder);
  return (await source.page({})).events;
}

const idsOf = (entries: readonly EventEntry[]) => entries.map(({ event }) => event.id);
/** Without the alert that a host which is not activated raises. */
const withoutAlerts = (entries: readonly EventEntry[]) =>
  entries.filter(({ event }) => event.id !== EventId.alertRaised);

Deno.test("a host whose port is taken leaves that in its journal", async () => {
  await using folder = await TempFolder.make();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await operationErrorOf(() => RunningHost.start(options(folder.path, listener.addr.port)));
  const [entry] = await eventsIn(folder.path);
  assert(entry?.event.id === EventId.hostFailed && entry.source === "journal");
  assert.match(entry.event.reason, new RegExp(`${listener.addr.port}`));
  assert.notEqual(entry.event.remedy, null);
});

Deno.test("a host that is sealed leaves that beside its journal, and its events can be read all the same", async () => {
  await using folder = await TempFolder.make();
  await (await RunningHost.start(options(folder.path, 0))).stop();
  await Deno.writeTextFile(`${folder.path}/state.json`, "{}");
  const sealed = await RunningHost.start(options(folder.path, 0));
  assert.equal(sealed.host.trouble?.kind, "sealed");
  {
    await using console = await openConsole(folder.path, false);
    const page = await console.call("events", {});
    assert.deepEqual(idsOf(withoutAlerts(page.events)), [
      EventId.hostStarted,
      EventId.hostStopped,
      EventId.hostSealed,
    ]);
  }
  await sealed.stop();
  const entries = withoutAlerts(await eventsIn(folder.path));
  assert.deepEqual(entries.map(({ source }) => source), ["journal", "journal", "faults"]);
  assert.deepEqual(idsOf(entries), [EventId.hostStarted, EventId.hostStopped, EventId.hostSealed]);
  const { event } = entries[2]!;
  assert(event.id === EventId.hostSealed && event.reason.includes("state.json"));
});

Deno.test("a command on a sealed folder, and a host that is refused another role's folder, leave nothing there", async () => {
  await using site = await TestSite.make();
  const refused = await operationErrorOf(() => RunningHost.start(options(site.authorityFolder, 0)));
  assert.match(refused.message, /authority/);
  const names = Array.from(Deno.readDirSync(site.authorityFolder), ({ name }) => name);
  assert(!names.some((name) => name.startsWith("faults") || name.startsWith("journal")), names.join());
  await operationErrorOf(() => openLocalEvents(site.authorityFolder));
  await operationErrorOf(() => openLocalEvents(site.folder("nowhere")));
});

Deno.test("the events name the product where the licence file does", async () => {
  await using site = await TestSite.make();
  const folder = site.folder("client");
  await using console = await openConsole(folder, true);
  await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
  await console.call("installKey", { key: site.editorKey });
  await console.call("changeClientSetting", { name: "host", value: "127.0.0.1:1" });
  await operationErrorOf(() => console.call("activate", { url: null, id: null }));
  const entries = await eventsIn(folder);
  assert.deepEqual(idsOf(entries), [12288, 12289]);
  assert.deepEqual(entries.map(({ product, source }) => [product, source]), [["Editor", "client"], [
    null,
    "client",
  ]]);
  assert.deepEqual((await console.call("events", {})).events, entries);
});

Deno.test("events are followed on another computer as they come, each once", async () => {
  await using host = await RemoteHost.start({ alice: "reader" });
  await using source = remoteEvents(await host.connect(), () => {});
  const { after } = await source.page({});
  const stopping = new AbortController();
  const seen: number[] = [];
  for await (
    const { events } of followEvents(source, { ids: [EventId.settingChanged] }, after, stopping.signal)
  ) {
    seen.push(...events.map(({ event }) => event.id === EventId.settingChanged ? Number(event.value) : 0));
    if (seen.length === 0) await host.local.call("changeSetting", { name: "renewalInterval", value: 20 });
    if (seen.length === 1) await host.local.call("changeSetting", { name: "renewalInterval", value: 21 });
    if (seen.length === 2) stopping.abort();
  }
  assert.deepEqual(seen, [20, 21]);
});

Deno.test("events are followed in the files of a folder while a host runs there, stops and starts again", async () => {
  await using folder = await TempFolder.make();
  await (await RunningHost.start(options(folder.path, 0))).stop();
  await using source = await openLocalEvents(folder.path);
  const stopping = new AbortController();
  const seen: number[] = [];
  const ids = [EventId.hostStarted, EventId.hostStopped];
  for await (const { events } of followEvents(source, { ids }, "start", stopping.signal)) {
    seen.push(...idsOf(events));
    if (seen.length === 2) await (await RunningHost.start(options(folder.path, 0))).stop();
    if (seen.length === 4) stopping.abort();
  }
  const { hostStarted, hostStopped } = EventId;
  assert.deepEqual(seen, [hostStarted, hostStopped, hostStarted, hostStopped]);
});

Deno.test("a cursor that no page gave is refused with a line for people", async () => {
  await using host = await RemoteHost.start();
  const error = await operationErrorOf(() => host.local.call("events", { after: "nonsense" }));
  assert.match(error.message, /cursor/);
  await operationErrorOf(() => host.local.call("events", { after: "start", before: "end" }));
  await operationErrorOf(() => host.local.call("verifyEvents", { after: "1.2.3" }));
  assert.equal((await host.local.call("verifyEvents", {})).fault, null);
});
