import assert from "node:assert/strict";
import type { FoundHost } from "../../src/api/types.ts";
import { hostsLines } from "../../src/cli/printing/hosts_display.ts";

const FOUND: FoundHost = {
  host: "kms-1.example.com",
  port: 1688,
  origin: "dns",
  domain: "example.com",
  priority: 10,
  weight: 5,
  addresses: ["192.0.2.1", "2001:db8::1"],
  asked: true,
  address: "2001:db8::1",
  activates: true,
  text: "it would activate",
  code: 0,
  count: 31,
  activationInterval: 120,
  renewalInterval: 10_080,
  certificateEnds: Date.parse("2027-01-10T00:00Z"),
  milliseconds: 4,
};

Deno.test("a host that would activate is shown with all that it said", () => {
  assert.deepEqual(hostsLines({ product: "Editor", notes: [], hosts: [FOUND] }), [
    "Hosts for Editor: 1",
    "kms-1.example.com:1688 (from DNS in example.com, priority 10, weight 5)",
    "    It would activate.",
    "    Addresses: 192.0.2.1, 2001:db8::1",
    "    Answered at 2001:db8::1 in 4 ms",
    "    It counts 31 computers; clients try every 120 minutes and renew every 10080",
    "    Its certificate ends 2027-01-10 00:00 UTC",
  ]);
});

Deno.test("of a host that did not answer there is why, and where it comes from", () => {
  const silent: FoundHost = {
    ...FOUND,
    ...{ host: "2001:db8::7", origin: "set", domain: null, priority: null, weight: null, addresses: [] },
    ...{ asked: false, address: null, activates: false, text: "No KMS host answered", code: 0xC004F074 },
    ...{
      count: null,
      activationInterval: null,
      renewalInterval: null,
      certificateEnds: null,
      milliseconds: null,
    },
  };
  assert.deepEqual(hostsLines({ product: "Editor", notes: ["Cannot look up"], hosts: [silent] }), [
    "Hosts for Editor: 1",
    "[2001:db8::7]:1688 (set)",
    "    No KMS host answered.",
    "    It is not asked while a host is set.",
    "    Addresses: none",
    "Cannot look up",
  ]);
});

Deno.test("where there are none the reasons stand alone", () => {
  const lines = hostsLines({ product: "Editor", notes: ["Cannot look up"], hosts: [] });
  assert.deepEqual(lines, ["Hosts for Editor: none", "Cannot look up"]);
});
