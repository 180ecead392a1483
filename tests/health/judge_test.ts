import assert from "node:assert/strict";
import { type Finding, judge, type Snapshot } from "../../src/health/judge.ts";
import { type Alerts, CONDITIONS, INITIAL_HEALTH, type Severity } from "../../src/policy/alerts.ts";
import type { DomainStanding } from "../../src/policy/dns.ts";
import { INITIAL_SETTINGS } from "../../src/policy/settings.ts";
import { DAY, HOUR, START } from "../support/counting.ts";
import { snapshotOf } from "../support/samples/snapshots.ts";

const MB = 1_000_000;

const brief = (found: readonly Finding[]) =>
  found.map(({ condition, severity, text }) => `${severity} ${condition}: ${text}`);

/** What is found, and what is found while an alert of that severity stands. */
function found(snapshot: Snapshot, standing?: [condition: string, severity: Severity]): string[] {
  const alerts: Alerts = standing === undefined
    ? {}
    : { [standing[0]]: { severity: standing[1], since: START, text: "", remedy: "" } };
  return brief(judge(snapshot, alerts));
}

const health = (changes: Partial<typeof INITIAL_HEALTH>) => ({
  health: { ...INITIAL_HEALTH, quietSince: START, ...changes },
});
const settings = (changes: Partial<typeof INITIAL_SETTINGS>) => ({
  settings: { ...INITIAL_SETTINGS, ...changes },
});
const free = (megabytes: number) => snapshotOf({}, { freeBytes: megabytes * MB });
const days = (ends: number, authority = 900) =>
  snapshotOf({
    activation: { fault: undefined, ends: START + ends * DAY, authorityEnds: START + authority * DAY },
  });

const FAILING: DomainStanding = {
  wanted: { priority: 0, weight: 0, server: null, target: null, signed: false },
  published: null,
  failure: { code: null, reason: "refused by 192.0.2.53", remedy: "allow it", since: START },
};

Deno.test("judge() finds nothing wrong with a host with which nothing is wrong", () => {
  assert.deepEqual(found(snapshotOf()), []);
});

Deno.test("judge() finds each condition, with its severity and what is wrong", () => {
  const cases: [Snapshot, string][] = [
    [snapshotOf({}, { running: false }), "critical notRunning: no host runs on the state folder"],
    [
      snapshotOf({}, { trouble: { kind: "failed", reason: "No space left" } }),
      "critical diskFailing: clients are told to try later: No space left",
    ],
    [
      snapshotOf({
        activation: {
          fault: { reason: "no key", remedy: "kms /ipk KEY" },
          ends: undefined,
          authorityEnds: undefined,
        },
      }),
      "critical notActivated: nobody is activated: no key",
    ],
    [
      snapshotOf({ known: 500_000 }),
      "critical machineLimit: no record is kept of new machines: the limit of 500000 is reached",
    ],
    [snapshotOf({ known: 450_000 }), "warning machineLimit: 450000 machines are known, of 500000 at most"],
    [
      snapshotOf({ ...health({ full: true }) }),
      "critical machineLimit: no record is kept of new machines: the limit of 500000 is reached",
    ],
    [
      snapshotOf({ addressesRefused: ["192.0.2.7"] }),
      "warning addressLimit: new machines of 192.0.2.7 are told to try later: 5000 came within a day",
    ],
    [
      snapshotOf({ addressesRefused: ["2001:db8:0:1::/64", "192.0.2.7", "192.0.2.8"] }),
      "warning addressLimit: new machines of 2001:db8:0:1::/64, and of 2 more, are told to try later: 5000 came within a day",
    ],
    [free(499), "warning diskSpaceLow: 499 MB are free on the disk of the state folder"],
    [free(49), "critical diskSpaceLow: 49 MB are free on the disk of the state folder"],
    [days(30), "warning activationEnding: the host's activation ends in 30 days"],
    [days(7), "critical activationEnding: the host's activation ends in 7 days"],
    [days(0.5), "critical activationEnding: the host's activation ends within a day"],
    [days(300, 1), "critical authorityEnding: the publisher's certificate ends in 1 day"],
    [
      snapshotOf(health({ clockJump: { time: START - HOUR, by: -120_000 } })),
      "warning clockJumped: the clock was set back by 2 minutes",
    ],
    [
      snapshotOf(health({ clockJump: { time: START + HOUR, by: 5 * HOUR } })),
      "critical clockJumped: the clock went forward by 5 hours: it was set, or the computer slept",
    ],
    [snapshotOf({ dns: { "a.example": FAILING } }), "warning dnsFailing: a.example: refused by 192.0.2.53"],
    [
      snapshotOf({ dns: { "a.example": FAILING, "b.example": FAILING } }),
      "warning dnsFailing: a.example: refused by 192.0.2.53, and 1 domain more",
    ],
    [
      snapshotOf({ count: 30, ...settings({ alertCount: 31 }) }),
      "warning countLow: the count is 30, less than the 31 that are set",
    ],
    [
      snapshotOf(health({ quietSince: START - 168 * HOUR })),
      "warning noActivity: no computer has asked for 168 hours",
    ],
    [snapshotOf({ duplicates: 1 }), "warning duplicates: 1 machine ID is on more than one hardware"],
    [snapshotOf({ refusals: 61 }), "warning refusals: 61 requests of the last hour were refused"],
  ];
  for (const [snapshot, expected] of cases) assert.deepEqual(found(snapshot), [expected]);
  const named = new Set(cases.map(([, text]) => text.split(" ")[1]?.slice(0, -1)));
  assert.deepEqual([...named, "sealed"].sort(), [...CONDITIONS].sort(), "each condition is tested here");
});

Deno.test("judge() leaves what is just within its limits alone", () => {
  const within = [
    free(500),
    days(31),
    days(300, 31),
    snapshotOf({ known: 449_999 }),
    snapshotOf({ refusals: 60 }),
    snapshotOf({ count: 30, ...settings({ alertCount: 30 }) }),
    snapshotOf({ duplicates: 5, ...settings({ alertDuplicates: 5 }) }),
    snapshotOf(health({ quietSince: START - 168 * HOUR + 1 })),
    snapshotOf(health({ clockJump: { time: START - DAY, by: 120_000 } })),
    snapshotOf({}, { freeBytes: undefined }),
    snapshotOf({ dns: { "a.example": FAILING }, ...settings({ dnsPublishing: false }) }),
  ];
  for (const snapshot of within) assert.deepEqual(found(snapshot), []);
});

Deno.test("judge() finds nothing by a limit that is switched off", () => {
  const off = settings({ alertDisk: 0, alertQuiet: 0, alertRefusals: 0, alertCount: 0 });
  const quiet = health({ quietSince: 0 });
  assert.deepEqual(found(snapshotOf({ ...off, ...quiet, count: 0, refusals: 9999 }, { freeBytes: 0 })), []);
});

Deno.test("judge() holds what has been told until the value is clearly on the good side", () => {
  const disk = ["diskSpaceLow", "warning"] as const;
  assert.equal(found(free(549), [...disk]).length, 1);
  assert.equal(found(free(550), [...disk]).length, 0);
  assert.match(found(free(54), ["diskSpaceLow", "critical"])[0]!, /^critical/);
  assert.match(found(free(56), ["diskSpaceLow", "critical"])[0]!, /^warning/);
  assert.equal(found(snapshotOf({ refusals: 31 }), ["refusals", "warning"]).length, 1);
  assert.equal(found(snapshotOf({ refusals: 30 }), ["refusals", "warning"]).length, 0);
  assert.equal(found(snapshotOf({ known: 425_000 }), ["machineLimit", "warning"]).length, 1);
  assert.equal(found(snapshotOf({ known: 424_999 }), ["machineLimit", "warning"]).length, 0);
});

Deno.test("judge() tells of a sealed folder nothing but that, for it knows nothing else", () => {
  const trouble = { kind: "sealed", reason: "state.json is damaged", remedy: "restore it" } as const;
  const findings = judge(snapshotOf({}, { trouble, state: undefined, freeBytes: 0 }), {});
  assert.deepEqual(findings, [{
    condition: "sealed",
    severity: "critical",
    text: "nothing is signed: state.json is damaged",
    remedy: "restore it",
  }]);
});

Deno.test("judge() does not miss requests on a host that could answer none", () => {
  const activation = {
    fault: { reason: "no key", remedy: "kms /ipk KEY" },
    ends: undefined,
    authorityEnds: undefined,
  };
  const snapshot = snapshotOf({ ...health({ quietSince: 0 }), activation });
  assert.deepEqual(found(snapshot).map((one) => one.split(" ")[1]), ["notActivated:"]);
});

Deno.test("judge() tells of a record that is still in DNS though publishing is off", () => {
  const published = {
    record: { priority: 0, weight: 0, port: 1688, target: "kms", ttl: 60 },
    server: "x",
    time: 1,
  };
  const dns = { "a.example": { ...FAILING, published } };
  assert.equal(found(snapshotOf({ dns, ...settings({ dnsPublishing: false }) })).length, 1);
});

Deno.test("judge() says since when DNS fails and the clock is off, and names the domain that failed first", () => {
  const later = { ...FAILING, failure: { ...FAILING.failure!, since: START + 5 } };
  const [dns] = judge(snapshotOf({ dns: { "a.example": later, "b.example": FAILING } }), {});
  assert.deepEqual([dns?.since, dns?.text.split(":")[0]], [START, "b.example"]);
  const [jump] = judge(snapshotOf(health({ clockJump: { time: START - HOUR, by: HOUR } })), {});
  assert.equal(jump?.since, START - HOUR);
});
