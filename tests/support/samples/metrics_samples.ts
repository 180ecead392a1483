import { Histogram } from "../../../src/metrics/histogram.ts";
import type { HostMeasured, StateMeasured } from "../../../src/metrics/host_metrics.ts";

export const EDITOR = "ab".repeat(16);

/** A host with a product whose name is made to break the format. */
export function measuredState(changes: Partial<StateMeasured> = {}): StateMeasured {
  return {
    requests: { [EDITOR]: { "0": 9, "3221549112": 2 }, unknown: { "3221549122": 1 } },
    products: new Map([[EDITOR, 'Editor "Pro"\\\n2'], ["cd".repeat(16), "Server"]]),
    count: 25,
    known: 30,
    machineLimit: 500_000,
    duplicates: 1,
    newMachinesRefused: 7,
    licenceStates: [0, 20, 10, 0, 0, 0],
    certificates: { host: 86_400, authority: -5 },
    published: { "corp.example": true, "lab.example": false },
    ...changes,
  };
}

export function measuredHost(changes: Partial<HostMeasured> = {}): HostMeasured {
  const histogram = new Histogram();
  for (const seconds of [0.000_05, 0.003, 60]) histogram.observe(seconds);
  return {
    version: "0.1.0",
    ready: true,
    alerts: { countLow: { severity: "warning", since: 1, text: "the count is 1", remedy: "look" } },
    freeBytes: 40_000_000_000,
    started: 1_800_000_000.25,
    postponed: 2,
    requestSeconds: histogram.samples(),
    journalSyncSeconds: new Histogram().samples(),
    state: measuredState(),
    ...changes,
  };
}
