import type { HostEvent } from "../../src/policy/events.ts";
import { type Catalogue, decide, type Decision } from "../../src/policy/decide.ts";
import { INITIAL_SETTINGS } from "../../src/policy/settings.ts";
import { apply, type HostState, INITIAL_FACTS } from "../../src/policy/state.ts";
import type { Product } from "../../src/protocol/licence_payload.ts";
import type { ActivationRequest } from "../../src/protocol/request.ts";
import { toHex } from "../../src/protocol/bytes.ts";
import { sampleProduct } from "./samples/sample_licence.ts";
import { bytesNamed } from "./fakes/seeded_random.ts";
import { stateOf } from "./samples/states.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NO_HARDWARE = new Uint8Array(16);
/** When the tests begin, milliseconds since 1970. */
export const START = Date.parse("2026-03-01T08:00:00Z");

const product = (name: string, changes: Partial<Product>) =>
  sampleProduct({ id: toHex(bytesNamed(name)), name, ...changes });

export const clientProduct = product("Client", { threshold: 25, validityMinutes: 259_200 });
export const serverProduct = product("Server", { kind: "server", threshold: 5, validityMinutes: 200_000 });
/** A product whose virtual machines count. */
export const cloudProduct = product("Cloud", { threshold: 5, countVirtual: true });
export const catalogue: Catalogue = new Map(
  [clientProduct, serverProduct, cloudProduct].map((one) => [one.id, one]),
);

export const idOf = (one: Product) => bytesNamed(one.name);

/** The request of a physical computer of that name for the client product, its clock at `now` milliseconds. */
export function requestOf(
  computer: string,
  now: number,
  changes: Partial<ActivationRequest> = {},
): ActivationRequest {
  return {
    virtual: false,
    renewal: false,
    probe: false,
    ephemeral: false,
    licenceState: 2,
    minutesLeft: 43_200,
    clientTime: Math.floor(now / 1000),
    machineId: bytesNamed(`machine ID of ${computer}`),
    hardware: bytesNamed(`hardware of ${computer}`),
    productId: idOf(clientProduct),
    nonce: bytesNamed("nonce"),
    highestEpoch: 1,
    authorityKeyId: 0,
    name: computer,
    ...changes,
  };
}

/** A host's policy alone: requests go in, and their events are folded into the state. */
export class CountingHost {
  readonly state: HostState;
  readonly events: HostEvent[] = [];
  #now = START;
  #sequence = 0;

  constructor(
    machineLimit: number = INITIAL_SETTINGS.machineLimit,
    addressLimit: number = INITIAL_SETTINGS.addressLimit,
  ) {
    const settings = { ...INITIAL_SETTINGS, machineLimit, addressLimit };
    this.state = stateOf({ ...INITIAL_FACTS, settings });
  }

  get now(): number {
    return this.#now;
  }

  get count(): number {
    return this.state.machines.totals(this.#now).counted;
  }

  get known(): number {
    return this.state.machines.totals(this.#now).known;
  }

  later(milliseconds: number): this {
    this.#now += milliseconds;
    return this;
  }

  ask(computer: string, changes: Partial<ActivationRequest> = {}): Decision {
    return this.take(requestOf(computer, this.#now, changes));
  }

  /** A request from another address. */
  askFrom(address: string, computer: string, changes: Partial<ActivationRequest> = {}): Decision {
    return this.take(requestOf(computer, this.#now, changes), address);
  }

  take(request: ActivationRequest, address = "192.0.2.1"): Decision {
    this.#sequence += 1;
    const circumstances = { now: this.#now, sequence: this.#sequence, address };
    const decision = decide(this.state, catalogue, request, circumstances);
    for (const event of decision.events) apply(this.state, event);
    this.events.push(...decision.events);
    return decision;
  }

  /** As many computers as that, each with one request. */
  askMany(count: number, prefix: string, changes: Partial<ActivationRequest> = {}): Decision[] {
    return Array.from({ length: count }, (_, i) => this.ask(`${prefix} ${i + 1}`, changes));
  }
}
