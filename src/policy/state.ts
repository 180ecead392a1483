import { type HealthFacts, INITIAL_HEALTH } from "./alerts.ts";
import { clockAfter, clockAfterLook, type ClockFacts, INITIAL_CLOCK, isBehind, latestSaid } from "./clock.ts";
import { EventId, type HostEvent, type RequestProcessed } from "./events.ts";
import { healthAfter, healthAfterRequest } from "./health.ts";
import type { KnownMachine, MachineTable } from "../table/machine_table.ts";
import type { MachineRecord } from "../table/record.ts";
import {
  type Counters,
  type CountsByProduct,
  RequestCounts,
  RequestTotals,
  UNKNOWN_PRODUCT,
} from "./request_counts.ts";
import { Newcomers } from "./newcomers.ts";
import type { DnsStanding } from "./dns.ts";
import { dnsAfter, withoutRecords } from "./dns_standing.ts";
import { type HostSettings, INITIAL_SETTINGS } from "./settings.ts";

/** The host's own activation: base64url of its certificate and of its authority's. */
export interface Activation {
  readonly certificate: string;
  readonly authorityCertificate: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** What state.json holds: everything but the machines and what is counted by product. */
export interface HostFacts {
  readonly settings: HostSettings;
  readonly key: { readonly serial: number; readonly partialKey: string } | null;
  readonly activation: Activation | null;
  readonly counters: Counters;
  /** The domains in which the host publishes itself. */
  readonly dns: DnsStanding;
  /** Sequence of the last reply that was recorded. */
  readonly sequence: number;
  readonly health: HealthFacts;
  readonly clock: ClockFacts;
}

/** All of them but the counters. */
export type UncountedFacts = Omit<HostFacts, "counters">;

/** A host's state. What every request changes is changed in place; facts that were given out stay as they are. */
export class HostState {
  readonly machines: MachineTable;
  readonly requests: RequestCounts;
  readonly newcomers: Newcomers = new Newcomers();
  #facts: HostFacts;
  #totals: RequestTotals;
  /** Whether the counters of #facts are those of an earlier time. */
  #isBehind = false;

  constructor(facts: HostFacts, machines: MachineTable, requests: RequestCounts) {
    this.#facts = facts;
    this.#totals = new RequestTotals(facts.counters);
    this.machines = machines;
    this.requests = requests;
  }

  get facts(): HostFacts {
    if (this.#isBehind) this.#facts = { ...this.#facts, counters: this.#totals.snapshot() };
    this.#isBehind = false;
    return this.#facts;
  }

  set facts(facts: HostFacts) {
    if (facts.counters !== this.facts.counters) this.#totals = new RequestTotals(facts.counters);
    this.#facts = facts;
  }

  /** Cheaper than `facts`, which copies the counters. */
  get uncounted(): UncountedFacts {
    return this.#facts;
  }

  get settings(): HostSettings {
    return this.#facts.settings;
  }

  get health(): HealthFacts {
    return this.#facts.health;
  }

  get clock(): ClockFacts {
    return this.#facts.clock;
  }

  /** Counts a request; what else it changes in the facts is in `changes`. */
  count({ result, licenceState }: RequestProcessed, changes: RequestChanges): void {
    this.#totals.add(result, licenceState);
    this.#isBehind = true;
    this.#facts = { ...this.#facts, ...changes };
  }
}

type RequestChanges = Pick<HostFacts, "sequence" | "health" | "clock">;

export const INITIAL_FACTS: HostFacts = {
  settings: INITIAL_SETTINGS,
  key: null,
  activation: null,
  counters: { requests: 0, byResult: {}, byLicenceState: [0, 0, 0, 0, 0, 0] },
  dns: {},
  sequence: 0,
  health: INITIAL_HEALTH,
  clock: INITIAL_CLOCK,
};

export function createState(
  machines: MachineTable,
  facts: HostFacts = INITIAL_FACTS,
  requests: CountsByProduct = {},
): HostState {
  return new HostState(facts, machines, new RequestCounts(requests));
}

/** The fold: changes `state` by one event. The same events give the same state, whenever they are read. */
export function apply(state: HostState, event: HostEvent): void {
  if (event.id === EventId.requestProcessed) return applyRequest(state, event);
  const facts = factsAfter(state.facts, event);
  const clock = clockAfter(facts.clock, event.time, facts.health.latest);
  state.facts = { ...facts, health: healthAfter(facts.health, event), clock };
  if (event.id === EventId.dayPassed) applyLook(state, event.time);
  if (event.id === EventId.addressLimitReached) state.newcomers.tell(event.address, event.time);
  if (event.id !== EventId.hostGeneralized) return;
  state.machines.clear();
  state.requests.clear();
  state.newcomers.clear();
}

function applyLook(state: HostState, time: number): void {
  const clock = clockAfterLook(state.facts.clock, time);
  state.facts = { ...state.facts, clock };
  state.machines.forget(clock.believed, time);
  state.machines.forgetAfter(latestSaid(clock));
}

function factsAfter(facts: HostFacts, event: Exclude<HostEvent, RequestProcessed>): HostFacts {
  switch (event.id) {
    case EventId.settingChanged:
      return { ...facts, settings: { ...facts.settings, [event.name]: event.value } };
    case EventId.keyInstalled:
      return { ...facts, key: { serial: event.serial, partialKey: event.partialKey }, activation: null };
    case EventId.keyRemoved:
      return { ...facts, key: null, activation: null };
    case EventId.hostActivated: {
      const { certificate, authorityCertificate, time } = event;
      return { ...facts, activation: { certificate, authorityCertificate, time } };
    }
    case EventId.hostStopped:
      return { ...facts, sequence: event.sequence };
    case EventId.hostGeneralized:
      return { ...INITIAL_FACTS, settings: facts.settings, key: facts.key, dns: withoutRecords(facts.dns) };
    case EventId.dnsDomainChanged:
    case EventId.dnsPublished:
    case EventId.dnsWithdrawn:
    case EventId.dnsFailed:
      return { ...facts, dns: dnsAfter(facts.dns, event) };
    case EventId.hostStarted:
    case EventId.licenceInstalled:
    case EventId.journalTailCut:
    case EventId.diskRecovered:
    case EventId.cloneSeen:
    case EventId.keyCleared:
    case EventId.adminChanged:
    case EventId.userChanged:
    case EventId.signedIn:
    case EventId.signInFailed:
    case EventId.clockJumped:
    case EventId.machineLimitReached:
    case EventId.publicAddressRefused:
    case EventId.addressLimitReached:
    case EventId.alertRaised:
    case EventId.alertCleared:
    case EventId.notifyChanged:
    case EventId.metricsChanged:
    case EventId.hostFailed:
    case EventId.hostSealed:
    case EventId.journalPruned:
    case EventId.dayPassed:
      return facts;
  }
}

function applyRequest(state: HostState, event: RequestProcessed): void {
  const { clock, health, settings } = state;
  const totals = () => ({
    known: state.machines.totals(event.time).known,
    limit: settings.machineLimit,
  });
  state.count(event, {
    sequence: event.sequence,
    health: healthAfterRequest(health, event, totals),
    clock: clockAfter(clock, event.time, health.latest),
  });
  state.requests.add(event.needed === 0 ? UNKNOWN_PRODUCT : event.productId, event.result);
  if (event.recorded) recordMachine(state, event);
}

function recordMachine({ machines, newcomers, settings, clock }: HostState, event: RequestProcessed): void {
  const known = machines.look(event, event.time);
  if (known === undefined) {
    newcomers.add(event, event.time);
    machines.makeRoom(settings.machineLimit, event.time);
  }
  machines.put(recordOf(event, known, clock));
}

function recordOf(
  event: RequestProcessed,
  known: KnownMachine | undefined,
  clock: ClockFacts,
): MachineRecord {
  return {
    machineId: event.machineId,
    hardware: event.hardware,
    name: event.name,
    productId: event.productId,
    virtual: event.virtual,
    ephemeral: event.ephemeral,
    counted: event.counted,
    licenceState: event.licenceState,
    minutesLeft: event.minutesLeft,
    result: event.result,
    firstSeen: known?.isSame === true ? known.firstSeen : event.time,
    lastSeen: event.time,
    ...(isBehind(clock, event.time) ? { heldFrom: latestSaid(clock) } : {}),
  };
}
