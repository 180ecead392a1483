import assert from "node:assert/strict";
import { systemNames } from "../../../src/adapters/network/host_names.ts";
import { denoProgramOutput } from "../../../src/adapters/system/deno_program.ts";
import { systemDnsSettings } from "../../../src/adapters/network/dns_settings.ts";
import { announceService } from "../../../src/dns/multicast/announce.ts";
import { FakeLan } from "../../support/lan/fake_lan.ts";
import { systemPorts } from "../../support/dns/dns.ts";
import { bind, DnsServer } from "../../support/dns/dns_servers.ts";
import { serviceOf } from "../../support/lan/multicast.ts";
import type { SocketAddress } from "../../../src/ports.ts";

const dnsSettings = () => systemDnsSettings(denoProgramOutput);

function names(server: SocketAddress | undefined, hostname = "pc-1.office.example.com") {
  const deadline = systemPorts.clock.now() + 10_000;
  const ports = { ...systemPorts, multicast: new FakeLan().computer(), dnsSettings };
  return systemNames(ports, () => hostname)({ server, deadline, multicastDeadline: deadline });
}

Deno.test("a DNS server that is given is asked for services and for the names of hosts", async () => {
  await using server = await DnsServer.start(bind);
  const given = names(server.address());
  const { outcome } = await given.findService("closed.test.");
  assert(outcome.kind === "found");
  assert.deepEqual(outcome.targets.map(({ priority }) => priority), [10, 10, 20]);
  assert.deepEqual((await given.findService("none.closed.test.")).outcome.kind, "notOffered");
  const one = await given.findAddresses("one.open.test");
  assert.deepEqual([...one.addresses].sort(), ["192.0.2.1", "2001:db8::1"]);
  const lost = await given.findAddresses("nowhere.open.test");
  assert.deepEqual(lost, { addresses: [], missing: "the DNS server has no address of that name" });
  assert.match((await given.findAddresses("büro")).missing ?? "", /DNS name/);
});

Deno.test("without one the system resolves names, by whatever it knows them", async () => {
  const { addresses } = await names(undefined).findAddresses("localhost");
  assert(
    addresses.length > 0 && addresses.every((one) => one === "127.0.0.1" || one === "::1"),
    `${addresses}`,
  );
  const nowhere = await names(undefined).findAddresses("nowhere.invalid");
  assert.deepEqual(nowhere.addresses, []);
  assert(nowhere.missing);
});

Deno.test("the computer's own domain comes before those that it searches, and none twice", async () => {
  const { search } = await dnsSettings();
  const own = search[0] ?? "office.example.com.";
  const searched = search.filter((domain) => domain !== "." && domain !== own);
  assert.deepEqual(await names(undefined, `pc-1.${own}`).domains(), [own, ...searched]);
});

/** What is found on a link where one host announces itself, and how long it took; the search ends after `left` milliseconds. */
async function findAnnounced(left: number) {
  const lan = new FakeLan();
  const host = announceService(lan.computer("10.0.0.1").ports, serviceOf("Contoso"));
  await lan.pass(3000);
  const client = lan.computer("10.0.0.2");
  const now = lan.time.now();
  const ports = { ...systemPorts, ...client.ports, dnsSettings };
  const names = systemNames(ports, () => "pc-1")({
    server: undefined,
    deadline: now,
    multicastDeadline: now + left,
  });
  let took: number | undefined;
  const found = names.findAnnounced().finally(() => took = lan.time.now() - now);
  await lan.pass(10_000);
  await host.close();
  const { outcome } = await found;
  return { hosts: outcome.kind === "found" ? outcome.targets.map(({ target }) => target) : [], took };
}

Deno.test("hosts that are announced are looked for two seconds, or as long as is left of the search", async () => {
  assert.deepEqual(await findAnnounced(10_000), { hosts: ["server.local."], took: 2000 });
  assert.deepEqual(await findAnnounced(700), { hosts: ["server.local."], took: 700 });
});
