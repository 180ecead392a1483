import assert from "node:assert/strict";
import { networkAddresses, textOf } from "../../../src/adapters/network/network_addresses.ts";

Deno.test("a network is told by the addresses that reach others, in whatever order the system has them", () => {
  const addresses = ["::1", "127.0.0.1", "192.0.2.7", "fe80::1", "169.254.7.7", "2001:db8::7", "FE80::2"];
  assert.equal(textOf(addresses), "192.0.2.7 2001:db8::7");
  assert.equal(textOf(addresses.toReversed()), textOf(addresses));
  assert.equal(textOf([]), "");
});

Deno.test("this computer's addresses are the same text while nothing changes", () => {
  assert.equal(networkAddresses(), networkAddresses());
});
