import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { networksOf, OwnNetworks } from "../../../src/adapters/network/own_networks.ts";

Deno.test("networksOf() holds the addresses of each prefix, and nothing of what cannot be read", () => {
  const networks = networksOf(["203.0.113.7/24", "2001:db8:1::7/64", "0.0.0.0/0", "nonsense", "10.0.0.1"]);
  assert.ok(networks.check("203.0.113.200", "ipv4"));
  assert.ok(networks.check("2001:db8:1::ffff", "ipv6"));
  for (const address of ["203.0.114.1", "8.8.8.8", "10.0.0.1"]) {
    assert.ok(!networks.check(address, "ipv4"), address);
  }
  assert.ok(!networks.check("2001:db8:2::1", "ipv6"));
});

Deno.test("OwnNetworks has this computer's own addresses, and looks for them again after some seconds", () => {
  let now = 0;
  let looks = 0;
  const own = new OwnNetworks(() => (looks += 1, now));
  const addresses = Object.values(networkInterfaces()).flatMap((infos = []) =>
    infos.map(({ address }) => address)
  );
  assert.ok(addresses.length > 0);
  for (const address of addresses) assert.ok(own.has(address), address);
  assert.ok(!own.has("240.1.2.3"));
  now = 11_000;
  assert.ok(own.has(addresses[0]!));
  assert.ok(looks > addresses.length);
});
