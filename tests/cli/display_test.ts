import assert from "node:assert/strict";
import type { ClientStatus, HostStatus, Status } from "../../src/api/types.ts";
import { expiryLines, leaseText, longLines, shortLines } from "../../src/cli/printing/display.ts";
import { emptyStatus, sampleClientStatus, sampleHostStatus } from "../support/samples/sample_status.ts";
import { NOW } from "../support/samples/samples.ts";

const NOT_ACTIVATED: HostStatus["activation"] = {
  activated: false,
  text: "no product key is installed: kms /ipk KEY",
  ends: null,
  daysLeft: null,
  sequence: null,
};
const noLease = (kind: "forged" | "otherComputer" | "otherProduct" | "clockBack", reason: string) => (
  { kind, reason, issued: null, ends: null, renewAfter: null }
);

const REQUESTS = [
  "Requests since this host was set up:",
  "    Total: 12",
  "    Failed: 3",
  "    From Unlicensed: 0",
  "    From Licensed: 5",
  "    From Initial grace period: 7",
  "    From Additional grace period: 0",
  "    From Non-genuine grace period: 0",
  "    From Notification: 0",
];

Deno.test("a host in short: what it is, its licence, its count and where it listens", () => {
  assert.deepEqual(shortLines(sampleHostStatus()), [
    "Name: KMS host of Example Software",
    "Description: volume activation on kms-1",
    "Partial product key: BCDFG",
    "License status: Licensed",
    "Key Management Service is enabled on this computer.",
    "    Current count: 7",
    "    Machines known: 9",
    "    Listening on port: 1688 on 0.0.0.0",
    "    DNS publishing: on",
    "    Multicast: off",
    "    Priority: normal",
    "    Activation interval: 120 minutes",
    "    Renewal interval: 10080 minutes",
    ...REQUESTS,
  ]);
});

Deno.test("a host in full: also its activation, its products with what is missing, and its requests", () => {
  const lines = longLines(sampleHostStatus());
  for (const line of shortLines(sampleHostStatus())) assert(lines.includes(line), line);
  assert.equal(lines[0], "Version: 0.1.0");
  assert.deepEqual(lines.slice(5, 11), [
    "Activation ID: 00000000-0000-0000-0000-0000000003e9",
    "Key serial: 1001",
    "Licence file serial: 3",
    "Activation service: https://activation.example",
    "Activation number: 2",
    "Activated until: 2027-01-10 00:00 UTC (359 days)",
  ]);
  assert.equal(longLines(sampleHostStatus(), "0123456")[11], "Installation ID: 0123456");
  assert.deepEqual(lines.slice(20), [
    "Products:",
    "    Example Editor: from 25 on; 18 computers missing",
    "    Example Server: from 5 on; activated",
    "    Example Extra: from 1 on; not served by this host",
    ...REQUESTS,
    "Answers:",
    "    0x00000000 (activated): 9",
    "    0xC004F038 (the host has counted too few computers for this product): 3",
  ]);
});

Deno.test("a host that is not activated, or that does not run, says what to do", () => {
  const bare = sampleHostStatus({ activation: NOT_ACTIVATED, publisher: null, key: null, listening: null });
  const text = longLines(bare).join("\n");
  for (
    const part of [
      "Name: KMS host of (no licence file)",
      "Partial product key: (none)",
      "Unlicensed: no product key is installed: kms /ipk KEY",
      "Listening on port: 1688 (not running: kms serve)",
      "Key serial: (none)",
      "Activation service: (not named by the licence file: kms /ato --authority URL, or by telephone)",
    ]
  ) assert(text.includes(part), part);
  assert(!text.includes("Activated until"));
  assert.deepEqual(expiryLines(bare), ["Not activated: no product key is installed: kms /ipk KEY."]);
});

Deno.test("a host in trouble says why it signs nothing and how to mend it", () => {
  const trouble = { reason: "the journal is damaged", remedy: "restore it" };
  const lines = shortLines(sampleHostStatus({ trouble }));
  assert.deepEqual(lines.slice(4, 6), ["Signing nothing: the journal is damaged", "To mend it: restore it"]);
  const without = shortLines(sampleHostStatus({ trouble: { ...trouble, remedy: null } }));
  assert(!without.join("\n").includes("To mend it"));
});

Deno.test("a client in short and in full", () => {
  const short = [
    "Name: Example Editor",
    "Description: Volume, by volume activation",
    "Partial product key: BCDFG",
    "License status: Licensed",
    "    Time left: 1440 minutes (1 day)",
    "KMS host: kms.example:1688 (set)",
  ];
  assert.deepEqual(shortLines(sampleClientStatus()), short);
  assert.deepEqual(longLines(sampleClientStatus()), [
    "Version: 0.1.0",
    ...short,
    `Activation ID: ${["abababab", "abab", "abab", "abab", "abababababab"].join("-")}`,
    `Client machine ID: ${"01".repeat(16)}`,
    "Publisher: Example Software",
    "Domain to look for hosts in: (the computer's own)",
    "KMS host caching: on",
    "Looking for hosts by multicast: off",
    "Kinds of activation: all",
    "Activation interval: 120 minutes",
    "Renewal interval: 10080 minutes",
    "Rearms left: 3",
    "Lease: holds until 2026-07-14 10:00 UTC",
  ]);
});

Deno.test("a client without key, host and lease says so", () => {
  const bare = sampleClientStatus({
    product: null,
    partialKey: null,
    publisher: null,
    settings: { ...sampleClientStatus().settings, host: null },
    hostInUse: null,
    lease: null,
  });
  const text = longLines(bare).join("\n");
  for (
    const part of [
      "(no product)",
      "no product key",
      "looked for in DNS, in the computer's own domain",
      "(no licence file)",
      "Lease: none",
    ]
  ) {
    assert(text.includes(part), part);
  }
});

const PLACE = { host: "kms-1.example.com", port: 1700, address: null, domain: null };
const HOSTS: readonly (readonly [Partial<ClientStatus>, string])[] = [
  [{ hostInUse: { ...PLACE, origin: "product" } }, "kms-1.example.com:1700 (set for the product)"],
  [
    { hostInUse: { ...PLACE, origin: "remembered", address: "192.0.2.1", domain: "example.com" } },
    "kms-1.example.com:1700 (remembered, from DNS in example.com)",
  ],
  [{ hostInUse: { ...PLACE, host: "2001:db8::1", origin: "set" } }, "[2001:db8::1]:1700 (set)"],
  [withSettings({ domain: "example.com" }), "looked for in DNS, in example.com"],
  [withSettings({ host: ":1700" }), "looked for in DNS, in the computer's own domain, asked at port 1700"],
];
for (const [changes, text] of HOSTS) {
  Deno.test(`a client's host is shown as ${text}`, () => {
    assert.equal(shortLines(sampleClientStatus(changes)).at(-1), `KMS host: ${text}`);
  });
}

function withSettings(changes: Partial<ClientStatus["settings"]>): Partial<ClientStatus> {
  return { settings: { ...sampleClientStatus().settings, host: null, ...changes }, hostInUse: null };
}

Deno.test("a DNS server that is set is shown in full, and no other", () => {
  const lines = longLines(sampleClientStatus(withSettings({ dnsServer: "192.0.2.53:53" })));
  assert(lines.includes("DNS server that is asked for hosts: 192.0.2.53:53"));
  assert(!longLines(sampleClientStatus()).some((line) => line.startsWith("DNS server")));
});

Deno.test("a client that looks by multicast says so in short and in full", () => {
  const lines = longLines(sampleClientStatus(withSettings({ multicast: true })));
  assert(lines.includes("Looking for hosts by multicast: on"));
  assert(lines.includes("KMS host: looked for in DNS, in the computer's own domain, then by multicast"));
  assert(longLines(sampleClientStatus()).includes("Looking for hosts by multicast: off"));
});

const STATES = [
  [0, "Unlicensed", "leaseEnded", "the activation has ended without being renewed"],
  [2, "Initial grace period", "notActivatedYet", "this computer has not been activated yet"],
  [3, "Additional grace period", "leaseEnded", "the activation has ended without being renewed"],
  [4, "Non-genuine grace period", "leaseForged", "the stored activation is gone or was changed"],
  [5, "Notification", "clockBack", "the clock is behind a time that was seen before"],
] as const;
for (const [licenceState, name, licenceReason, reason] of STATES) {
  Deno.test(`a client in licence state ${licenceState} is shown as ${name}, with the reason`, () => {
    const status = sampleClientStatus({
      licenceState,
      licenceReason,
      minutesLeft: 0,
      stateEnds: null,
      nextLicenceState: licenceState,
      lease: null,
    });
    assert.deepEqual(shortLines(status).slice(3), [
      `License status: ${name}`,
      `    Reason: ${reason}`,
      "KMS host: kms.example:1688 (set)",
    ]);
    assert.deepEqual(expiryLines(status), [`Not activated: ${name}, ${reason}.`]);
    const ending = {
      ...status,
      minutesLeft: 60,
      stateEnds: Date.parse("2026-01-15T11:00Z"),
      nextLicenceState: 5,
    };
    assert.deepEqual(expiryLines(ending), [`${name} ends 2026-01-15 11:00 UTC: ${reason}.`]);
    assert.deepEqual(shortLines(ending).slice(4, 7), [
      "    Time left: 60 minutes (0 days)",
      `    Reason: ${reason}`,
      "    Then: Notification",
    ]);
  });
}

Deno.test("a client that is licensed is shown so, without a reason", () => {
  assert.deepEqual(shortLines(sampleClientStatus()).slice(3, 6), [
    "License status: Licensed",
    "    Time left: 1440 minutes (1 day)",
    "KMS host: kms.example:1688 (set)",
  ]);
});

const LEASES: readonly (readonly [NonNullable<ClientStatus["lease"]>, string])[] = [
  [sampleClientStatus().lease!, "holds until 2026-07-14 10:00 UTC"],
  [{ ...sampleClientStatus().lease!, kind: "ended" }, "ended 2026-07-14 10:00 UTC"],
  [noLease("forged", "it is forged"), "does not hold: it is forged"],
  [noLease("otherComputer", "too few components"), "does not hold: too few components"],
  [noLease("otherProduct", "another product"), "does not hold: another product"],
  [noLease("clockBack", "the clock"), "does not hold: the clock"],
];
for (const [lease, text] of LEASES) {
  Deno.test(`a lease of kind ${lease.kind} ${text}`, () => assert.equal(leaseText(lease), text));
}

Deno.test("until when it is activated, for each role", () => {
  const lines = (status: Status) => expiryLines(status);
  assert.deepEqual(lines(sampleHostStatus()), ["The KMS host is activated until 2027-01-10 00:00 UTC."]);
  assert.deepEqual(lines(sampleClientStatus()), ["The product is activated until 2026-07-14 10:00 UTC."]);
  assert.deepEqual(lines(emptyStatus), ["No product key is installed."]);
});

Deno.test("an empty folder says what comes first", () => {
  const empty = ["No product key is installed: kms /ipk KEY.", "Licence file: none: kms /ilc FILE"];
  assert.deepEqual(shortLines(emptyStatus), empty);
  assert.deepEqual(longLines(emptyStatus), ["Version: 0.1.0", ...empty]);
  const licensed = { ...emptyStatus, publisher: { name: "Example", licenceSerial: 3 } };
  assert.equal(shortLines(licensed)[1], "Licence file: Example, serial 3");
});

Deno.test("/dlv shows alerts, the worst first, and where the host is in DNS and why not", () => {
  const alert = {
    since: NOW * 1000,
    remedy: "make room",
    condition: "diskSpaceLow",
    title: "the disk is nearly full",
  };
  const record = { priority: 0, weight: 0, port: 1688, target: "kms-1.example.com", ttl: 3600 };
  const failure = { code: null, reason: "refused", remedy: "allow it", since: 1 };
  const lines = longLines(sampleHostStatus({
    alerts: [{ ...alert, severity: "critical", text: "9 MB are free | really" }],
    dns: [
      {
        domain: "a.example",
        wanted: null,
        published: { record, server: "192.0.2.53:53", time: 1 },
        failure: null,
      },
      { domain: "b.example", wanted: null, published: null, failure },
    ],
  }));
  const from = lines.indexOf("Published in DNS:");
  assert.deepEqual(lines.slice(from, from + 5), [
    "Published in DNS:",
    "    a.example: kms-1.example.com:1688",
    "    b.example: not published; failing: refused",
    "Alerts:",
    "    CRITICAL since 2026-01-15 10:00 UTC: 9 MB are free / really. To mend it: make room",
  ]);
  assert(!longLines(sampleHostStatus()).some((line) => /Alerts|in DNS:/.test(line)));
});
