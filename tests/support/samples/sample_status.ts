import { INITIAL_SETTINGS } from "../../../src/policy/settings.ts";
import type { ClientStatus, HostStatus, Status, WatchLine } from "../../../src/api/types.ts";
import { NOW } from "./samples.ts";

export function sampleHostStatus(changes: Partial<HostStatus> = {}): HostStatus {
  return {
    role: "host",
    version: "0.1.0",
    computer: "kms-1",
    time: NOW * 1000,
    listening: { address: "0.0.0.0", port: 1688 },
    trouble: null,
    publisher: { name: "Example Software", licenceSerial: 3, url: "https://activation.example" },
    key: { serial: 1001, partialKey: "BCDFG" },
    activation: {
      activated: true,
      text: "the host is activated",
      ends: Date.parse("2027-01-10T00:00Z"),
      daysLeft: 359,
      sequence: 2,
    },
    count: 7,
    known: 9,
    products: [
      {
        id: "ab".repeat(16),
        name: "Example Editor",
        edition: "Volume",
        kind: "client",
        threshold: 25,
        served: true,
      },
      {
        id: "cd".repeat(16),
        name: "Example Server",
        edition: "Volume",
        kind: "server",
        threshold: 5,
        served: true,
      },
      {
        id: "ef".repeat(16),
        name: "Example Extra",
        edition: "Volume",
        kind: "client",
        threshold: 1,
        served: false,
      },
    ],
    settings: INITIAL_SETTINGS,
    alerts: [],
    dns: [],
    requests: {
      total: 12,
      failed: 3,
      byResult: { "0": 9, "3221549112": 3 },
      byLicenceState: [0, 5, 7, 0, 0, 0],
    },
    ...changes,
  };
}

const SAMPLE_PRODUCT = {
  id: "ab".repeat(16),
  name: "Example Editor",
  edition: "Volume",
  kind: "client",
  threshold: 25,
} as const;

export function sampleClientStatus(changes: Partial<ClientStatus> = {}): ClientStatus {
  return {
    role: "client",
    version: "0.1.0",
    computer: "pc-1",
    time: NOW * 1000,
    machineId: "01".repeat(16),
    publisher: { name: "Example Software", licenceSerial: 3 },
    product: SAMPLE_PRODUCT,
    products: [SAMPLE_PRODUCT],
    partialKey: "BCDFG",
    settings: {
      host: "kms.example:1688",
      productHost: null,
      dnsServer: null,
      domain: null,
      hostCaching: true,
      multicast: false,
      activationType: 0,
      ephemeral: false,
    },
    hostInUse: { host: "kms.example", port: 1688, origin: "set", address: null, domain: null },
    intervals: { activationInterval: 120, renewalInterval: 10_080 },
    nextTry: null,
    rearmsLeft: 3,
    licenceState: 1,
    licenceReason: "leaseHolds",
    nextLicenceState: 3,
    minutesLeft: 1440,
    stateEnds: Date.parse("2026-07-14T10:00Z"),
    lease: {
      kind: "holds",
      reason: null,
      issued: NOW * 1000,
      ends: Date.parse("2026-07-14T10:00Z"),
      renewAfter: Date.parse("2026-01-22T10:00Z"),
    },
    ...changes,
  };
}

export const emptyStatus: Extract<Status, { role: "none" }> = {
  role: "none",
  version: "0.1.0",
  computer: "pc-1",
  time: NOW * 1000,
  publisher: null,
};

export function sampleWatchLine(changes: Partial<WatchLine> = {}): WatchLine {
  return { status: sampleHostStatus(), events: [], left: 0, ...changes };
}
