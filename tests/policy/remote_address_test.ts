import assert from "node:assert/strict";
import { addressGroup, plainAddress } from "../../src/policy/remote_address.ts";

const SAME = [
  ["192.0.2.7", "::ffff:192.0.2.7"],
  ["2001:db8:0:1::1", "2001:0DB8::1:ffff:2:3:4"],
  ["2001:db8::1", "2001:db8:0:0:8000::"],
  ["fe80::1%eth0", "fe80::2"],
  ["::1", "0:0:0:0:0:0:0:1"],
] as const;
const DIFFERENT = [
  ["192.0.2.7", "192.0.2.8"],
  ["2001:db8:0:1::1", "2001:db8:0:2::1"],
  ["2001:db8::1", "2001:db8:1::1"],
  ["::1", "1::"],
] as const;

for (const [a, b] of SAME) {
  Deno.test(`${a} and ${b} are taken for one address`, () => assert.equal(addressGroup(a), addressGroup(b)));
}
for (const [a, b] of DIFFERENT) {
  Deno.test(`${a} and ${b} are two addresses`, () => assert.notEqual(addressGroup(a), addressGroup(b)));
}

Deno.test("an IPv4 address that came in at an IPv6 listener is shown without its prefix", () => {
  assert.equal(plainAddress("::FFFF:192.0.2.7"), "192.0.2.7");
  assert.equal(plainAddress("2001:db8::1"), "2001:db8::1");
});
