import assert from "node:assert/strict";
import { isPrivateAddress } from "../../src/policy/remote_address.ts";

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
