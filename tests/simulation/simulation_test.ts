import assert from "node:assert/strict";
import type { SimulationPlan } from "../../src/simulation/plan.ts";
import { Simulation, type SimulationReport } from "../../src/simulation/simulation.ts";

const WEEK = 10_080;

function simulated(changes: Partial<SimulationPlan> = {}): SimulationReport {
  return new Simulation({
    clients: 200,
    hosts: 1,
    days: 30,
    outages: [],
    arrivalMinutes: WEEK,
    kind: "client",
    settings: { activationInterval: 120, renewalInterval: WEEK, machineLimit: 500_000 },
    seed: 7,
    ...changes,
  }).run();
}

Deno.test("a site of one host counts all its computers, refuses the first 24 of them, and loses none", () => {
  const { hosts, clients, belowThreshold, unanswered } = simulated();
  assert.equal(hosts[0]!.counted, 200);
  assert.equal(hosts[0]!.known, 200);
  assert.deepEqual([clients.activated, clients.lapses, clients.unlicensed], [200, 0, 0]);
  assert.equal(unanswered, 0);
  assert.ok(belowThreshold >= 24, `${belowThreshold} refused`);
  assert.ok(clients.firstActivation!.median < 5, "all but the first are activated at once");
  assert.ok(clients.firstActivation!.longest > 60, "the first waits for the others");
});

Deno.test("servers are activated from the fifth on", () => {
  const { belowThreshold, clients } = simulated({ kind: "server", clients: 4, arrivalMinutes: 0, days: 2 });
  assert.equal(clients.activated, 0);
  assert.ok(
    Math.abs(belowThreshold - 4 * 24) <= 4,
    `each tries every two hours, a little earlier or later: ${belowThreshold}`,
  );
});

Deno.test("a computer renews every week, up to a tenth of it early", () => {
  const { hosts: [host], belowThreshold } = simulated({ days: 70, arrivalMinutes: 0 });
  const renewals = (host!.requests - belowThreshold - 200) / 200;
  assert.ok(renewals > 9.5 && renewals < 11, `${renewals} renewals in ten weeks`);
  assert.equal(Math.round(host!.mean * 70 * 86_400), host!.requests);
});

Deno.test("computers that are switched on together come within a minute", () => {
  const { busiest, requests } = simulated({ clients: 6000, arrivalMinutes: 0, days: 1 }).hosts[0]!;
  assert.ok(requests >= 6000);
  assert.ok(busiest.minute > 90 && busiest.minute <= 100, `${busiest.minute} a second in the busiest minute`);
  assert.ok(busiest.second >= busiest.minute && busiest.second < 2 * busiest.minute, `${busiest.second}`);
  assert.ok(busiest.hour < busiest.minute / 30, `${busiest.hour}`);
});

Deno.test("computers of an office ask only while they run", () => {
  const weekend = simulated({
    officeStartMinutes: 30,
    arrivalMinutes: 0,
    outages: [{ from: 4.75, to: 7.3 }],
  });
  assert.equal(weekend.unanswered, 0, "from Friday evening to Monday morning nobody asks");
  const friday = simulated({ officeStartMinutes: 30, arrivalMinutes: 0, outages: [{ from: 0.3, to: 4.75 }] });
  assert.ok(friday.unanswered > 200, "and in the days before they do");
});

Deno.test("an outage that is shorter than a lease costs nobody a licence, a longer one everybody", () => {
  const short = simulated({ days: 200, outages: [{ from: 20, to: 180 }] });
  assert.deepEqual([short.clients.lapses, short.clients.unlicensed], [0, 0]);
  assert.ok(short.unanswered > 0);
  const long = simulated({ days: 215, outages: [{ from: 20, to: 400 }] });
  assert.deepEqual([long.clients.lapses, long.clients.unlicensed], [200, 200]);
  assert.equal(long.clients.stopped, 0, "30 more days are given");
  const longer = simulated({ days: 240, outages: [{ from: 20, to: 400 }] });
  assert.equal(longer.clients.stopped, 200);
});

Deno.test("while one host is down the others take its computers", () => {
  const { hosts, clients } = simulated({ hosts: 2, days: 60, outages: [{ host: 1, from: 20, to: 60 }] });
  assert.deepEqual([clients.lapses, clients.unlicensed], [0, 0]);
  assert.equal(hosts[0]!.counted, 0, "what has not asked for 30 days is counted no more");
  assert.equal(hosts[1]!.counted, 200);
});

Deno.test("a host that is full sends computers on", () => {
  const settings = { activationInterval: 120, renewalInterval: WEEK, machineLimit: 120 };
  const { hosts, clients } = simulated({ hosts: 2, settings });
  assert.equal(clients.activated, 200);
  assert.ok(hosts.every(({ known }) => known <= 120));
});

Deno.test("the same plan gives the same report, another seed another one", () => {
  assert.deepEqual(simulated(), simulated());
  assert.notDeepEqual(simulated({ seed: 8 }).hosts, simulated().hosts);
});

Deno.test("the journal's size is that of its lines", () => {
  const { requests, journalBytes } = simulated({ clients: 2000, days: 8 }).hosts[0]!;
  assert.ok(
    journalBytes > 350 * requests && journalBytes < 600 * requests,
    `${journalBytes / requests} a request`,
  );
});
