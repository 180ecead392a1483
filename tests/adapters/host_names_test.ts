import assert from "node:assert/strict";
import { systemNames } from "../../src/adapters/host_names.ts";
import { systemDnsSettings } from "../../src/adapters/dns_settings.ts";
import { systemPorts } from "../support/dns.ts";
import { bind, DnsServer } from "../support/dns_servers.ts";
import type { SocketAddress } from "../../src/ports.ts";

function names(server: SocketAddress | undefined, hostname = "pc-1.office.example.com") {
  return systemNames(systemPorts, () => hostname)({ server, deadline: systemPorts.clock.now() + 10_000 });
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
  const { search } = await systemDnsSettings();
  const own = search[0] ?? "office.example.com.";
  const searched = search.filter((domain) => domain !== "." && domain !== own);
  assert.deepEqual(await names(undefined, `pc-1.${own}`).domains(), [own, ...searched]);
});
