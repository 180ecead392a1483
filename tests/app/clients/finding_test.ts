import assert from "node:assert/strict";
import { clientPorts } from "../../../src/app/folders/folder.ts";
import { openConsole } from "../../../src/app/consoles/open_console.ts";
import { RunningHost } from "../../../src/app/serving/running_host.ts";
import { Client } from "../../../src/client/client.ts";
import { publishService } from "../../../src/dns/publish.ts";
import { showServer } from "../../../src/dns/server_address.ts";
import { HResult } from "../../../src/protocol/hresult.ts";
import { offer, publishingAt } from "../../support/dns/dns.ts";
import { bind, DnsServer } from "../../support/dns/dns_servers.ts";
import { fakeMachine } from "../../support/fakes/fake_machine.ts";
import { operationErrorOf } from "../../support/rejects.ts";
import { TestSite } from "../../support/roles/test_site.ts";

/** The name that stands for this computer in the zone. */
const TARGET = "ns.open.test";

const options = {
  address: "127.0.0.1",
  port: 0,
  onFailure(error: unknown) {
    throw error;
  },
  onRenewal: () => assert.fail("another thread was asked for"),
  note: (text: string) => assert.fail(text),
};

/** A host of the site's publisher, activated and running. */
async function startHost(site: TestSite, name: string): Promise<RunningHost> {
  const folder = site.folder(name);
  await using console = await openConsole(folder, true);
  await site.activate(console);
  await console[Symbol.asyncDispose]();
  return await RunningHost.start({ ...options, folder });
}

async function publish(server: DnsServer, host: RunningHost, priority: number): Promise<void> {
  const { port } = host.listening!;
  const published = await publishService(
    publishingAt(server.address()),
    "open.test",
    offer(TARGET, { port, priority }),
  );
  assert.equal(published.kind, "done");
}

/** A computer with a key for the product that is activated from one computer on, and no host; it asks the DNS server. */
async function computer(site: TestSite, server: DnsServer): Promise<Client> {
  const folder = site.folder("computer");
  const key = await site.authority.issueKey("client", ["Server"]);
  {
    await using console = await openConsole(folder, true);
    await console.call("installLicence", { text: site.licence, acceptNewRoots: false });
    await console.call("installKey", { key });
    await console.call("changeClientSetting", { name: "domain", value: "open.test" });
    await console.call("changeClientSetting", { name: "dnsServer", value: showServer(server.address()) });
  }
  return await Client.open({ ...clientPorts(folder), machine: fakeMachine("pc-1") });
}

Deno.test("a computer whose host dies renews at the other, with nobody at it", async () => {
  await using site = await TestSite.make();
  await using server = await DnsServer.start(bind);
  const [first, second] = [await startHost(site, "host-1"), await startHost(site, "host-2")];
  await publish(server, first, 0);
  await publish(server, second, 10);
  const client = await computer(site, server);
  const activated = await client.activate();
  assert.deepEqual([activated.host.port, activated.host.origin], [first.listening!.port, "dns"]);
  assert.equal((await client.activate()).host.origin, "remembered");
  assert.deepEqual(client.hostInUse?.address, "127.0.0.1");
  await first.stop();
  const renewed = await client.activate();
  assert.deepEqual([renewed.host.port, renewed.host.origin], [second.listening!.port, "dns"]);
  assert.equal(client.hostInUse?.port, second.listening!.port);
  assert.equal((await client.look()).lease?.kind, "holds");
  assert.deepEqual([first.status().requests.total, second.status().requests.total], [2, 1]);
  await second.stop();
});

Deno.test("a host of another publisher in DNS is passed over, and a survey says so and is not counted", async () => {
  await using site = await TestSite.make();
  await using elsewhere = await TestSite.make();
  await using server = await DnsServer.start(bind);
  const [wrong, right] = [await startHost(elsewhere, "host"), await startHost(site, "host")];
  await publish(server, wrong, 0);
  await publish(server, right, 10);
  const client = await computer(site, server);
  const { hosts } = await client.survey();
  assert.deepEqual(hosts.map(({ verdict }) => verdict.kind), ["unsound", "activates"]);
  assert.equal(right.status().requests.total, 0);
  assert.equal((await client.look()).lease, undefined);
  assert.equal((await client.activate()).host.port, right.listening!.port);
  await right.stop();
  const error = await operationErrorOf(() => client.activate());
  assert.equal(error.code, HResult.noHostAnswered);
  assert.match(error.message, /The answer of ns\.open\.test:\d+ does not hold: .* \(2 hosts were tried\)/);
  await wrong.stop();
});

Deno.test("the DNS server that is set resolves the name of a host that is set too", async () => {
  await using site = await TestSite.make();
  await using server = await DnsServer.start(bind);
  const host = await startHost(site, "host");
  const client = await computer(site, server);
  await client.changeSettings({ host: `${TARGET}:${host.listening!.port}` });
  assert.deepEqual((await client.activate()).host.addresses, ["127.0.0.1"]);
  await client.changeSettings({ host: "nowhere.open.test" });
  const error = await operationErrorOf(() => client.activate());
  assert.match(error.message, /nowhere\.open\.test:1688: the DNS server has no address of that name/);
  await host.stop();
});
