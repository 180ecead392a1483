import { INITIAL_SETTINGS } from "../../src/policy/settings.ts";
import type { HostStatus, WatchLine } from "../../src/api/types.ts";
import { EventId, type HostEvent, type RequestProcessed } from "../../src/policy/events.ts";
import { HResult } from "../../src/protocol/hresult.ts";

/** 2026-11-22 10:52:00 UTC. */
export const NOON = Date.UTC(2026, 10, 22, 10, 52, 0);
const DAY_MS = 86_400_000;

export const CLIENT_ID = "1".repeat(32);
export const SERVER_ID = "2".repeat(32);

export function sampleStatus(changes: Partial<HostStatus> = {}): HostStatus {
  return {
    role: "host",
    version: "0.1.0",
    computer: "kms-01.corp.example",
    time: NOON,
    listening: { address: "0.0.0.0", port: 1688 },
    trouble: null,
    publisher: { name: "Contoso Software", licenceSerial: 3, url: null },
    key: { serial: 7, partialKey: "7QK2M" },
    activation: {
      activated: true,
      text: "the host is activated",
      ends: NOON + 180 * DAY_MS,
      daysLeft: 180,
      sequence: 1,
    },
    count: 18,
    known: 21,
    products: [
      { id: CLIENT_ID, name: "Sample Client", edition: "Pro", kind: "client", threshold: 25, served: true },
      { id: SERVER_ID, name: "Sample Server", edition: "Std", kind: "server", threshold: 5, served: true },
    ],
    alerts: [],
    dns: [],
    settings: INITIAL_SETTINGS,
    requests: { total: 1234, failed: 12, byResult: {}, byLicenceState: [0, 0, 0, 0, 0, 0] },
    ...changes,
  };
}

export function sampleRequest(changes: Partial<RequestProcessed> = {}): RequestProcessed {
  return {
    id: EventId.requestProcessed,
    time: NOON,
    result: HResult.activated,
    machineId: "a".repeat(32),
    hardware: "b".repeat(32),
    name: "DESKTOP-7QK2M41",
    productId: CLIENT_ID,
    virtual: false,
    ephemeral: false,
    renewal: false,
    licenceState: 2,
    minutesLeft: 43_200,
    recorded: true,
    counted: true,
    count: 18,
    needed: 25,
    sequence: 1,
    address: "192.0.2.7",
    ...changes,
  };
}

/** One of each of the other events. */
export function otherEvents(time: number): HostEvent[] {
  return [
    { id: EventId.hostStarted, time, version: "0.1.0" },
    { id: EventId.hostStopped, time, sequence: 41 },
    { id: EventId.settingChanged, time, name: "renewalInterval", value: 1440 },
    { id: EventId.settingChanged, time, name: "port", value: 1689 },
    { id: EventId.licenceInstalled, time, publisher: "Contoso Software", serial: 3 },
    { id: EventId.keyInstalled, time, serial: 7, partialKey: "7QK2M" },
    { id: EventId.keyRemoved, time, serial: 7 },
    { id: EventId.hostActivated, time, certificate: "AA", authorityCertificate: "AA", online: true },
    { id: EventId.journalTailCut, time, bytes: 1 },
    { id: EventId.cloneSeen, time, machineId: "a".repeat(32), name: "ws-04", hardwares: 2 },
  ];
}

export function sampleLine(events: HostEvent[] = [], changes: Partial<HostStatus> = {}, left = 0): WatchLine {
  return { status: sampleStatus(changes), events, left };
}
