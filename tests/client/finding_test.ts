import assert from "node:assert/strict";
import { discoverHosts, findHosts, type FindingStep, type HostKnowledge } from "../../src/client/finding.ts";
import type { NameSource } from "../../src/dns/host_names.ts";
import { ScriptedNames, target } from "../support/searching/scripted_names.ts";

const NOTHING: HostKnowledge = {
  productHost: null,
  host: null,
  cachedHost: null,
  domain: null,
  multicast: false,
};
const SOURCE: NameSource = { server: undefined, deadline: 0, multicastDeadline: 0 };
const CACHED = { host: "old.example.com", port: 1700, address: "192.0.2.9", domain: "example.com" };

/** One line for each step, as `dns kms-1.example.com:1688 192.0.2.1,2001:db8::1`. */
function shown(step: FindingStep): string {
  if (step.kind === "noDomain") return "no domain";
  if (step.kind === "lookup") return `${step.lookup.outcome.kind} in ${step.domain}`;
  if (step.kind === "multicast") return `${step.lookup.outcome.kind} by multicast`;
  const { origin, host, port, addresses, missing } = step.candidate;
  return `${origin} ${host}:${port} ${addresses.join() || missing}`;
}

async function all(known: Partial<HostKnowledge>, names: ScriptedNames, find = findHosts): Promise<string[]> {
  const opened = names.open(SOURCE);
  return (await Array.fromAsync(find({ ...NOTHING, ...known }, opened))).map(shown);
}

function twoHosts(): ScriptedNames {
  const names = new ScriptedNames();
  names.domains = ["example.com."];
  names.offer(
    "example.com.",
    target("kms-1.example.com", ["192.0.2.1", "2001:db8::1"], { priority: 1, weight: 5 }),
    target("kms-2.example.com", ["192.0.2.2"], { priority: 2, port: 1702 }),
  );
  return names;
}
const FOUND = [
  "found in example.com.",
  "dns kms-1.example.com:1688 192.0.2.1,2001:db8::1",
  "dns kms-2.example.com:1702 192.0.2.2",
];

Deno.test("the host of the product goes before that of the computer, and either is the only one", async () => {
  const names = twoHosts();
  names.addresses.set("own.example", ["192.0.2.7"]);
  const known = { productHost: "own.example:1701", host: "192.0.2.8", cachedHost: CACHED };
  assert.deepEqual(await all(known, names), ["product own.example:1701 192.0.2.7"]);
  assert.deepEqual(names.asked, ["A own.example"]);
  assert.deepEqual(await all({ ...known, productHost: null }, names), ["set 192.0.2.8:1688 192.0.2.8"]);
  assert.deepEqual(names.asked, ["A own.example"]);
});

Deno.test("a host that is set and whose name leads nowhere says so, and stays the only one", async () => {
  assert.deepEqual(await all({ host: "gone.example" }, twoHosts()), ["set gone.example:1688 no such name"]);
});

Deno.test("addresses need no resolving, those of a link among them", async () => {
  const names = twoHosts();
  for (
    const [host, address] of [["[2001:db8::5]", "2001:db8::5"], ["[fe80::1%eth0]", "fe80::1%eth0"]] as const
  ) {
    assert.deepEqual(await all({ host }, names), [`set ${address}:1688 ${address}`]);
  }
  assert.deepEqual(names.asked, []);
});

Deno.test("without one that is set, the host that answered last comes first, then those of DNS in their order", async () => {
  const steps = await all({ cachedHost: CACHED }, twoHosts());
  assert.deepEqual(steps, ["remembered old.example.com:1700 192.0.2.9", ...FOUND]);
});

Deno.test("nothing is asked of DNS before the host that answered last was passed over", async () => {
  const names = twoHosts();
  const found = findHosts({ ...NOTHING, cachedHost: CACHED }, names.open(SOURCE));
  assert.equal(shown((await found.next()).value!), "remembered old.example.com:1700 192.0.2.9");
  assert.deepEqual(names.asked, []);
  assert.equal(shown((await found.next()).value!), "found in example.com.");
  assert.deepEqual(names.asked, ["domains", "SRV example.com."]);
  await found.return(undefined);
});

Deno.test("a domain that is set is the only one that is looked in", async () => {
  const names = twoHosts();
  names.offer("branch.example.", target("kms.branch.example", ["192.0.2.5"]));
  assert.deepEqual(await all({ domain: "branch.example" }, names), [
    "found in branch.example.",
    "dns kms.branch.example:1688 192.0.2.5",
  ]);
  assert.deepEqual(names.asked, ["SRV branch.example."]);
});

Deno.test("the computer's own domain is looked in first, then those that it searches, when the one before is used up", async () => {
  const names = twoHosts();
  names.domains = ["office.example.com.", "example.com."];
  assert.deepEqual(await all({}, names), ["noName in office.example.com.", ...FOUND]);
  names.offer("office.example.com.", target("near.example.com", ["192.0.2.3"]));
  const found = discoverHosts(NOTHING, names.open(SOURCE));
  names.asked.length = 0;
  for (const _ of [1, 2]) await found.next();
  assert.deepEqual(names.asked, ["domains", "SRV office.example.com."]);
  await found.return(undefined);
});

Deno.test("a computer in no domain is told so", async () => {
  assert.deepEqual(await all({}, new ScriptedNames()), ["no domain"]);
});

Deno.test("a port alone names no host: those that are found are asked at it", async () => {
  assert.deepEqual(await all({ host: ":1800", cachedHost: CACHED }, twoHosts()), [
    "remembered old.example.com:1800 192.0.2.9",
    "found in example.com.",
    "dns kms-1.example.com:1800 192.0.2.1,2001:db8::1",
    "dns kms-2.example.com:1800 192.0.2.2",
  ]);
});

Deno.test("no host comes twice at one address and port; one that has moved comes at its new address", async () => {
  const names = twoHosts();
  const here = { host: "kms-1.example.com", port: 1688, domain: "example.com" };
  const [lookup, first, second] = FOUND as [string, string, string];
  assert.deepEqual(await all({ cachedHost: { ...here, address: "2001:DB8:0::1" } }, names), [
    "remembered kms-1.example.com:1688 2001:DB8:0::1",
    lookup,
    "dns kms-1.example.com:1688 192.0.2.1",
    second,
  ]);
  const moved = await all({ cachedHost: { ...here, address: "192.0.2.99" } }, names);
  assert.deepEqual(moved.slice(1), [lookup, first, second]);
  const other = await all({
    cachedHost: { ...here, host: "kms-2.example.com", port: 1702, address: "192.0.2.2" },
  }, names);
  assert.deepEqual(other.slice(1), [lookup, first]);
});

Deno.test("a target without addresses is a candidate that says why it has none", async () => {
  const names = new ScriptedNames();
  names.domains = ["example.com."];
  names.offer("example.com.", target("lost.example.com", []));
  assert.equal((await all({}, names))[1], "dns lost.example.com:1688 no address is known in DNS");
});

Deno.test("discovery looks past a host that is set", async () => {
  assert.deepEqual(await all({ host: "192.0.2.8" }, twoHosts(), discoverHosts), FOUND);
});

/** Those of DNS, and two that announce themselves, the first of which DNS has told of at one of its addresses. */
function announcing(): ScriptedNames {
  const names = twoHosts();
  names.announced = {
    kind: "found",
    targets: [
      target("kms-1.local", ["192.0.2.1", "192.0.2.9"]),
      target("near.local", ["192.0.2.3"], { port: 1703 }),
    ],
  };
  return names;
}
const ANNOUNCED = [
  "found by multicast",
  "multicast kms-1.local:1688 192.0.2.9",
  "multicast near.local:1703 192.0.2.3",
];

Deno.test("hosts that announce themselves come after those of DNS, where that is on; else nobody asks for them", async () => {
  const names = announcing();
  assert.deepEqual(await all({}, names), FOUND);
  assert(!names.asked.includes("multicast"));
  assert.deepEqual(await all({ multicast: true }, names), [...FOUND, ...ANNOUNCED]);
});

Deno.test("a computer in no domain, or in one that tells of no host, has those that announce themselves", async () => {
  const names = announcing();
  const found = [ANNOUNCED[0], "multicast kms-1.local:1688 192.0.2.1,192.0.2.9", ANNOUNCED[2]];
  assert.deepEqual(await all({ multicast: true, domain: "other.example" }, names), [
    "noName in other.example.",
    ...found,
  ]);
  names.domains = [];
  assert.deepEqual(await all({ multicast: true }, names), ["no domain", ...found]);
});

Deno.test("nobody is asked by multicast while a host is set, or before the last one that DNS tells of was passed over", async () => {
  const names = announcing();
  await all({ multicast: true, host: "192.0.2.8" }, names);
  const found = findHosts({ ...NOTHING, multicast: true }, names.open(SOURCE));
  for (const _ of FOUND) await found.next();
  assert(!names.asked.includes("multicast"));
  assert.equal(shown((await found.next()).value!), ANNOUNCED[0]);
  await found.return(undefined);
});

Deno.test("a port alone counts for hosts that announce themselves too", async () => {
  const steps = await all({ multicast: true, host: ":1800" }, announcing());
  assert.equal(steps.at(-1), "multicast near.local:1800 192.0.2.3");
});
