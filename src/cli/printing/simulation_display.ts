import type { HostLoad, SimulationReport } from "../../simulation/simulation.ts";
import { countOf } from "../output.ts";
import { roughSize } from "./sizes.ts";

/** The report for people. */
export function simulationLines({ plan, hosts, clients, ...report }: SimulationReport): string[] {
  const requests = hosts.reduce((sum, host) => sum + host.requests, 0);
  return [
    `${countOf(plan.clients, "computer")}, ${countOf(plan.hosts, "host")}, ${countOf(plan.days, "day")}: ${
      countOf(requests, "request")
    }`,
    "",
    "Requests a second of each host",
    ...hosts.map(loadLine),
    "",
    "Clients",
    `  activated           ${clients.activated} of ${plan.clients}${firstText(clients.firstActivation)}`,
    `  too few computers   ${countOf(report.belowThreshold, "request")} refused`,
    `  no host answered    ${report.unanswered} times`,
    `  lapses              ${clients.lapses}${
      clients.lapses === 0 ? "" : `, the longest ${hoursText(clients.longestLapse)}`
    }`,
    `  not licensed        ${clients.unlicensed} at the end, of which ${clients.stopped} may not run any more`,
  ];
}

function loadLine(host: HostLoad, i: number): string {
  const { second, minute, hour } = host.busiest;
  return `  host ${i + 1}: ${rate(host.mean)} on average; busiest hour ${rate(hour)}, minute ${
    rate(minute)
  }, second ${rate(second)}; count ${host.counted}; journal ${roughSize(host.journalBytes)}`;
}

/** Three digits that count. */
function rate(perSecond: number): string {
  return perSecond >= 100 ? perSecond.toFixed(0) : String(Number(perSecond.toPrecision(3)));
}

function firstText(first: SimulationReport["clients"]["firstActivation"]): string {
  if (first === null) return "";
  return `; after ${minutesText(first.median)} (median), ${minutesText(first.p99)} (99 of 100), ${
    minutesText(first.longest)
  } (the last)`;
}

function minutesText(minutes: number): string {
  return minutes < 180 ? `${minutes} min` : hoursText(minutes / 60);
}

function hoursText(hours: number): string {
  return hours < 72 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}
