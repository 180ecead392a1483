import assert from "node:assert/strict";
import { addressGroup, isPrivateAddress, plainAddress } from "../../src/policy/remote_address.ts";

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

const PRIVATE = [
  "127.0.0.1",
  "127.255.0.9",
  "10.0.0.0",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "169.254.7.7",
  "100.64.0.1",
  "100.127.255.255",
  "::1",
  "fe80::1",
  "fe80::1%eth0",
  "febf::1",
  "fc00::1",
  "fd12:3456::1",
  "FD00::1",
  "::ffff:10.1.1.1",
];
const PUBLIC = [
  "8.8.8.8",
  "11.0.0.1",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.1.1",
  "192.169.0.1",
  "169.253.1.1",
  "100.63.255.255",
  "100.128.0.0",
  "2001:db8::1",
  "fec0::1",
  "fe7f::1",
  "::2",
  "::ffff:8.8.8.8",
  "::",
  "",
  "nonsense",
  "10.0.0",
  "fd::1",
];

Deno.test("isPrivateAddress() knows the addresses that nobody routes", () => {
  for (const address of PRIVATE) assert.ok(isPrivateAddress(address), address);
  for (const address of PUBLIC) assert.ok(!isPrivateAddress(address), address);
});
