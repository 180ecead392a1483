import assert from "node:assert/strict";
import { serveAuthority } from "../../../src/app/folders/authority_folder.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { clientPorts } from "../../../src/app/folders/folder.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import { Client } from "../../../src/client/client.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { fakeMachine } from "../../support/fakes/fake_machine.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TestSite } from "../../support/roles/test_site.ts";

const note = (text: string) => assert.fail(text);
const onFailure = (error: unknown) => {
  throw error;
};

/** A port that is free now. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

const onRenewal = () => assert.fail("another thread was asked for");

function optionsFor(folder: string, port: number | null) {
  return { folder, address: "127.0.0.1", port, onFailure, onRenewal, note };
}

function start(site: TestSite, port: number | null = 0): Promise<RunningHost> {
  return RunningHost.start(optionsFor(site.folder("host"), port));
}

async function computer(site: TestSite, name: string, port: number): Promise<Client> {
  const folder = site.folder(name);
  await using console = await openConsole(folder, true);
  await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
  await console.call("installKey", { key: site.editorKey });
  await console.call("changeClientSetting", { name: "host", value: `127.0.0.1:${port}` });
  return await Client.open({ ...clientPorts(folder), machine: fakeMachine(name) });
}

async function prepared(): Promise<TestSite> {
  const site = await TestSite.make();
  await using console = await openConsole(site.folder("host"), true);
  await site.activate(console);
  return site;
}

Deno.test("a running host activates computers from the threshold on, over a real network and folder", async () => {
  await using site = await prepared();
  const host = await start(site);
  const { port } = host.listening!;
  const first = await computer(site, "pc-1", port);
  assert.equal((await operationErrorOf(() => first.activate())).code, HResult.belowThreshold);
  const second = await computer(site, "pc-2", port);
  assert.equal((await second.activate()).reply.count, 2);
  assert.equal((await first.activate()).product.name, "Editor");
  await host.stop();
  assert.equal((await first.look()).lease?.kind, "holds");
});

Deno.test("a running host is activated online through its management API", async () => {
  await using site = await TestSite.make();
  await openConsole(site.folder("host"), true).then((console) => console[Symbol.asyncDispose]());
  const service = await serveAuthority(site.authorityFolder, "127.0.0.1", 0);
  const host = await start(site);
  await using console = await openConsole(site.folder("host"), false);
  assert.equal(console.live, true);
  await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
  await console.call("installKey", { key: site.hostKey });
  assert.equal((await console.call("activate", { url: service.url, id: null })).role, "host");
  await host.stop();
  await service.close();
});

Deno.test("a host whose port is taken says so, and leaves the folder free", async () => {
  await using site = await prepared();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const error = await operationErrorOf(() => start(site, taken.addr.port));
  assert.match(error.message, /the port is in use/);
  const host = await start(site);
  await host.stop();
});

Deno.test("a folder that another host holds, or that is a client's, is refused", async () => {
  await using site = await prepared();
  const host = await start(site);
  assert.match((await operationErrorOf(() => start(site))).message, /in use by another process/);
  await host.stop();
  await computer(site, "pc-1", 1688);
  const options = optionsFor(site.folder("pc-1"), 0);
  assert.match((await operationErrorOf(() => RunningHost.start(options))).message, /is a client's/);
});

Deno.test("a new port is listened on at once and the old one given free; one that is taken is not kept", async () => {
  await using site = await prepared();
  const [before, after] = [freePort(), freePort()];
  {
    await using console = await openConsole(site.folder("host"), false);
    await console.call("changeSetting", { name: "port", value: before });
  }
  const host = await start(site, null);
  await using console = await openConsole(site.folder("host"), false);
  assert.equal(host.listening?.port, before);
  assert.deepEqual(await console.call("changeSetting", { name: "port", value: after }), { pending: null });
  assert.equal(host.listening?.port, after);
  (await Deno.connect({ hostname: "127.0.0.1", port: after })).close();
  await assert.rejects(
    () => Deno.connect({ hostname: "127.0.0.1", port: before }),
    Deno.errors.ConnectionRefused,
  );
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = taken.addr.port;
  await operationErrorOf(() => console.call("changeSetting", { name: "port", value: port }));
  assert.equal(host.listening?.port, after);
  const status = await console.call("status", {});
  assert(status.role === "host");
  assert.equal(status.settings.port, after);
  await host.stop();
});

Deno.test("a new port waits where the host was started with one for this run", async () => {
  await using site = await prepared();
  const host = await start(site);
  await using console = await openConsole(site.folder("host"), false);
  const { port } = host.listening!;
  const { pending } = await console.call("changeSetting", { name: "port", value: freePort() });
  assert.match(pending ?? "", /started with --port/);
  assert.equal(host.listening?.port, port);
  await host.stop();
});

Deno.test("a host that stops ends the streams of changes and takes its socket away", async () => {
  await using site = await prepared();
  const host = await start(site);
  await using console = await openConsole(site.folder("host"), false);
  const first = Promise.withResolvers<void>();
  const watching = (async () => {
    let lines = 0;
    for await (const _line of console.watch(new AbortController().signal)) {
      lines += 1;
      first.resolve();
    }
    return lines;
  })();
  await first.promise;
  await Deno.lstat(`${site.folder("host")}/api.sock`);
  await host.stop();
  assert((await watching) >= 1);
  await assert.rejects(() => Deno.lstat(`${site.folder("host")}/api.sock`), Deno.errors.NotFound);
});

Deno.test("a host whose secrets are damaged runs sealed: it shows why, and answers no computer", async () => {
  await using site = await prepared();
  await Deno.writeTextFile(`${site.folder("host")}/secrets.json`, "{");
  const host = await start(site);
  await using console = await openConsole(site.folder("host"), false);
  const status = await console.call("status", {});
  assert(status.role === "host");
  assert.match(status.trouble?.reason ?? "", /secrets\.json/);
  const client = await computer(site, "pc-1", host.listening!.port);
  assert.equal((await operationErrorOf(() => client.activate())).code, HResult.hostNotActivated);
  await host.stop();
});
