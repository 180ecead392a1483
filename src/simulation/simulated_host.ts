import { type Catalogue, decide } from "../policy/decide.ts";
import type { HostEvent } from "../policy/events.ts";
import { INITIAL_SETTINGS } from "../policy/settings.ts";
import { apply, createState, INITIAL_FACTS } from "../policy/state.ts";
import { KeyHash } from "../table/key_hash.ts";
import { MachineTable } from "../table/machine_table.ts";
import type { ReplyFields } from "../protocol/reply.ts";
import type { ActivationRequest } from "../protocol/request.ts";
import { Chance } from "./chance.ts";
import { BEGINNING, DAY_MS, type Outage, type SimulationPlan } from "./plan.ts";

/** A host: its rules as they are, over a state of its own. Nothing is written, signed or sent. */
export class SimulatedHost {
  readonly #state;
  readonly #catalogue: Catalogue;
  readonly #outages: readonly Outage[];
  #sequence = 0;

  /** `number`: from 1. `recorded` is shown every event. */
  constructor(
    number: number,
    plan: SimulationPlan,
    catalogue: Catalogue,
    readonly recorded: (event: HostEvent) => void,
  ) {
    const settings = { ...INITIAL_SETTINGS, addressLimit: 0, ...plan.settings }; // all ask from one address here
    this.#state = createState(MachineTable.empty(hashOf(plan)), { ...INITIAL_FACTS, settings });
    this.#catalogue = catalogue;
    this.#outages = plan.outages.filter(({ host }) => host === undefined || host === number);
  }

  answers(now: number): boolean {
    const day = (now - BEGINNING) / DAY_MS;
    return this.#outages.every(({ from, to }) => day < from || day >= to);
  }

  ask(request: ActivationRequest, now: number): ReplyFields {
    const circumstances = { now, sequence: this.#sequence += 1, address: "192.0.2.1" };
    const { reply, events } = decide(this.#state, this.#catalogue, request, circumstances);
    for (const event of events) {
      apply(this.#state, event);
      this.recorded(event);
    }
    return reply;
  }

  /** Machines that it counts, and those that it knows. */
  totals(now: number): { readonly counted: number; readonly known: number } {
    return this.#state.machines.totals(now);
  }
}

function hashOf({ seed }: SimulationPlan): KeyHash {
  const chance = new Chance(seed);
  return new KeyHash(Uint8Array.from({ length: KeyHash.RANDOM_BYTES }, () => chance.below(256)));
}
