import assert from "node:assert/strict";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { connectApi } from "../../../src/adapters/network/api_endpoint.ts";
import { SETTING_NAMES } from "../../../src/policy/settings.ts";
import type { EventId, HostEvent } from "../../../src/policy/events.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { machineEvent } from "../../support/samples/machine_events.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { RemoteHost } from "../../support/roles/remote_host.ts";
import { TestSite } from "../../support/roles/test_site.ts";
import { hexId } from "../../support/samples/machine_records.ts";

const HOSTILE = ["=cmd|'/C calc'!A0", "a\u202eb", "name:x", '"', "../../etc", "💥".repeat(15)];

/** Requests of computers, as a host records them; `changes` of the first, the second and so on. */
async function recordRequests(
  { running: { host } }: RemoteHost,
  changes: readonly Partial<HostEvent & { id: typeof EventId.requestProcessed }>[],
): Promise<void> {
  const time = Date.now();
  await host.record(changes.map((change, n) => ({ ...machineEvent(n + 1), time, ...change })));
}

/** The answer to a GET as it comes, by the socket of the folder. */
async function get(folder: string, path: string): Promise<{ status: number; message: string | undefined }> {
  const found = (await connectApi(folder))!;
  const answer = await found.send(path, { method: "GET" });
  const { error } = await answer.json() as { error?: { message: string } };
  found.close();
  return { status: answer.status, message: error?.message };
}

Deno.test("a reader on another computer lists machines, whatever they call themselves, as the host's own console does", async () => {
  await using host = await RemoteHost.start({ rita: "reader" });
  await recordRequests(host, HOSTILE.map((name) => ({ name })));
  await using remote = await host.connect("rita");
  for (const console of [remote, host.local]) {
    const { rows, total, known } = await console.call("machines", { sort: "machineId" });
    assert.deepEqual(rows.map(({ name }) => name), HOSTILE);
    assert.deepEqual([total, known], [HOSTILE.length, HOSTILE.length]);
    const found = await console.call("machines", { filter: 'name:"=cmd|\'/c"' });
    assert.deepEqual(found.rows.map(({ name }) => name), [HOSTILE[0]]);
    const { machine, events } = await console.call("machine", { id: HOSTILE[1]! });
    assert.deepEqual([machine.name, events.length], [HOSTILE[1], 1]);
  }
});

Deno.test("nonsense in a query is refused with a reason, and harms nothing", async () => {
  await using host = await RemoteHost.start();
  await recordRequests(host, [{}]);
  const refused = [
    ["sort=colour", 400],
    ["descending=maybe", 400],
    ["limit=0", 400],
    ["limit=501", 400],
    ["limit=1e2", 400],
    ["offset=-1", 400],
    [`filter=${"x".repeat(201)}`, 400],
    ["around=../../etc/passwd", 400],
    [`around=${"AB".repeat(16)}`, 400],
    ["colour=red", 400],
    ["filter=colour:red", 409],
    ["filter=%00:%00", 409],
  ] as const;
  for (const [query, expected] of refused) {
    const { status, message } = await get(host.folder, `/v1/machines?${query}`);
    assert.equal(status, expected, query);
    assert(message !== undefined && message.length > 10, query);
  }
  for (
    const query of ["", "id=", `id=${"x".repeat(201)}`, `id=${hexId(1)}&before=nonsense`, "id=1&limit=201"]
  ) {
    const { status } = await get(host.folder, `/v1/machine?${query}`);
    assert.equal(status, 400, query);
  }
  const taken = [
    "offset=999999999999999",
    `around=${"ab".repeat(16)}&lead=999999`,
    "filter=%22",
    "filter=%F0%9F",
  ];
  for (const query of taken) {
    assert.equal((await get(host.folder, `/v1/machines?${query}`)).status, 200, query);
  }
});

Deno.test("one machine is told of with those that share its ID, and with the past of its hardware", async () => {
  await using host = await RemoteHost.start();
  const time = Date.now() - 1000;
  await recordRequests(host, [
    { machineId: hexId(70), hardware: hexId(71), name: "before", time },
    { machineId: hexId(72), hardware: hexId(73), name: "clone", time: time + 1 },
    { machineId: hexId(72), hardware: hexId(71), name: "after", time: time + 2 },
    { machineId: hexId(74), hardware: hexId(75), name: "stranger", time: time + 3 },
  ]);
  const call = (id: string, more = {}) => host.local.call("machine", { id, ...more });
  const { machine, others, events, atEnd } = await call(hexId(71));
  assert.deepEqual([machine.name, machine.duplicate, atEnd], ["after", true, true]);
  assert.deepEqual(others.map(({ name }) => name), ["clone"]);
  const names = events.map(({ event }) => "name" in event ? event.name : "");
  assert.deepEqual(names, ["after", "clone", "before"]);
  for (const id of [`{${hexId(72).replace(/^(.{8})(.{4})/, "$1-$2-")}}`, hexId(72).toUpperCase(), "AFTER"]) {
    assert.equal((await call(id)).machine.key, hexId(71), id);
  }
  const first = await call("after", { limit: 2 });
  assert.deepEqual([first.events.length, first.atEnd], [2, false]);
  const second = await call("after", { limit: 2, before: first.before });
  assert.deepEqual(second.events, events.slice(2));
  assert.match((await operationErrorOf(() => call("nobody"))).message, /no record of a machine nobody/);
});

Deno.test("of two machines of one name none is chosen", async () => {
  await using host = await RemoteHost.start();
  await recordRequests(host, [{ name: "desk" }, { name: "Desk" }]);
  const error = await operationErrorOf(() => host.local.call("machine", { id: "desk" }));
  assert.match(error.message, /^Several machines call themselves/);
});

Deno.test("activity tells the requests of this minute, and what the state folder holds", async () => {
  await using host = await RemoteHost.start();
  const before = await host.local.call("activity", {});
  assert.equal(before.minutes.at(-1)?.requests, 0);
  await recordRequests(host, [{}, { result: HResult.belowThreshold }, { result: HResult.malformed }]);
  const busy = await host.local.call("activity", {});
  const sum = (name: "requests" | "activated" | "tooFew") =>
    busy.minutes.reduce((sum, minute) => sum + minute[name], 0);
  assert.deepEqual([sum("requests"), sum("activated"), sum("tooFew")], [3, 1, 1]);
  assert.equal(busy.journal?.next, before.journal!.next + 3);
  assert.equal(busy.journal?.afterCheckpoint, busy.journal!.next - 1 - (busy.checkpoint?.event ?? 0));
  const { size } = await Deno.stat(`${host.folder}/journal-00000001.jsonl`);
  assert.deepEqual([busy.journal?.segments, busy.journal?.bytes], [1, size]);
  await host.running.host.checkpoint();
  const { checkpoint, journal } = await host.local.call("activity", {});
  const [machines] = (await Array.fromAsync(Deno.readDir(host.folder)))
    .filter(({ name }) => name.startsWith("machines-"));
  const sizes = await Promise.all(
    ["state.json", machines!.name].map(async (name) => (await Deno.stat(`${host.folder}/${name}`)).size),
  );
  assert.deepEqual([checkpoint?.machines, checkpoint?.event], [3, journal!.next - 1]);
  assert.deepEqual([checkpoint?.bytes, journal?.afterCheckpoint], [sizes[0]! + sizes[1]!, 0]);
});

Deno.test("settings come with their rules, and say what is not in force", async () => {
  await using host = await RemoteHost.start({ alice: "administrator", rita: "reader" });
  await using rita = await host.connect("rita");
  await host.local.call("changeSetting", { name: "activationInterval", value: 30 });
  const { settings } = await rita.call("settings", {});
  assert.deepEqual(settings.map(({ name }) => name), SETTING_NAMES);
  assert.deepEqual(settings.find(({ name }) => name === "activationInterval"), {
    kind: "number",
    name: "activationInterval",
    title: "activation interval",
    about: "How long a computer that is not activated waits before it asks again.",
    group: "service",
    value: 30,
    initial: 120,
    min: 15,
    max: 43_200,
    unit: "minutes",
    pending: null,
  });
  const { pending } = settings.find(({ name }) => name === "port")!;
  assert.match(pending ?? "", /started with --port/);
});

Deno.test("without a host that runs the folder tells the same; without a host's folder nothing", async () => {
  await using site = await TestSite.make();
  {
    await using console = await openConsole(site.folder(), true);
    for (const name of ["machines", "activity", "settings"] as const) {
      assert.equal((await operationErrorOf(() => console.call(name, {}))).code, HResult.notAHost);
    }
    assert.equal((await operationErrorOf(() => console.call("machine", { id: "x" }))).code, HResult.notAHost);
    await site.activate(console);
  }
  await using console = await openConsole(site.folder(), false);
  assert.deepEqual((await console.call("machines", {})).rows, []);
  const { since, minutes, journal, freeBytes } = await console.call("activity", {});
  assert.deepEqual([since, minutes], [null, []]);
  assert(journal !== null && journal.next > 1 && freeBytes !== null);
  assert.equal((await console.call("settings", {})).settings.length, SETTING_NAMES.length);
});

Deno.test("a Confirmation ID is checked block by block while it is typed", async () => {
  await using host = await RemoteHost.start({ rita: "reader" });
  await using console = await host.connect("rita");
  const check = (confirmationId: string) => console.call("checkConfirmation", { confirmationId });
  assert.deepEqual(await check(""), { needed: 31, blocks: [], complete: false });
  const states = (await check("0000000-12x-12")).blocks.map(({ state }) => state);
  assert.deepEqual(states.slice(1), ["misread", "unfinished"]);
  assert((await operationErrorOf(() => check("1".repeat(2001)))).message.length > 10);
});
