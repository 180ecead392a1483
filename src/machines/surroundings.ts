import { type Standing, standingOf } from "../policy/machine_standing.ts";
import type { MachineTable } from "../table/machine_table.ts";
import { leaveTime, machineKey, type MachineRecord } from "../table/record.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Key } from "./lazy_order.ts";
import { MACHINE_KINDS, type MachineKind, type MachineSort } from "./names.ts";

/** What a list tells of a machine beside its record. Times are milliseconds since 1970. */
export interface Surroundings {
  readonly now: number;
  /** By their IDs. */
  readonly products: ReadonlyMap<string, Product>;
  /** The state that it is in now, as far as the host can know. */
  standing(machine: MachineRecord): Standing;
  isDuplicate(machine: MachineRecord): boolean;
}

export function surroundingsOf(
  table: MachineTable,
  products: readonly Product[],
  now: number,
): Surroundings {
  const byId = new Map(products.map((product) => [product.id, product]));
  return {
    now,
    products: byId,
    standing: (machine) => standingOf(machine, byId.get(machine.productId), now),
    isDuplicate: (machine) => table.isDuplicate(machine, now),
  };
}

export function kindOf({ virtual, ephemeral }: Pick<MachineRecord, "virtual" | "ephemeral">): MachineKind {
  if (ephemeral) return "ephemeral";
  return virtual ? "virtual" : "physical";
}

/** When a machine leaves the count unless it asks again; null where it does not count. */
export function leavesAt(machine: MachineRecord): number | null {
  return machine.counted ? leaveTime(machine) : null;
}

/** What a machine stands at in a list. What is not known, or never happens, comes last. */
export function sortKey(sort: MachineSort, around: Surroundings): (machine: MachineRecord) => Key {
  switch (sort) {
    case "lastSeen":
      return ({ lastSeen }) => lastSeen;
    case "name":
      return ({ name }) => name.toLowerCase();
    case "machineId":
      return ({ machineId }) => machineId;
    case "product": {
      const names = [...around.products.values()].sort((a, b) => a.name < b.name ? -1 : 1);
      const ranks = new Map(names.map(({ id }, rank) => [id, rank]));
      return ({ productId }) => ranks.get(productId) ?? Infinity;
    }
    case "kind":
      return (machine) => MACHINE_KINDS.indexOf(kindOf(machine));
    case "leaves":
      return (machine) => leavesAt(machine) ?? Infinity;
    case "licenceState":
      return (machine) => {
        const { state, ends } = around.standing(machine);
        return state * 2 ** 48 + Math.min(ends ?? Infinity, 2 ** 48 - 1); // a state's soonest to end first
      };
    case "result":
      return ({ result }) => result;
  }
}

/** A row of a list. */
export interface ListedMachine extends Omit<MachineRecord, "licenceState" | "minutesLeft"> {
  readonly key: string;
  readonly product: string | null;
  readonly kind: MachineKind;
  readonly licenceState: number;
  readonly minutesLeft: number | null;
  readonly reported: { readonly licenceState: number; readonly minutesLeft: number };
  readonly leaves: number | null;
  readonly duplicate: boolean;
}

const MINUTE_MS = 60_000;

export function listed(machine: MachineRecord, around: Surroundings): ListedMachine {
  const { licenceState, minutesLeft, ...record } = machine;
  const { state, ends } = around.standing(machine);
  return {
    key: machineKey(machine),
    ...record,
    product: around.products.get(machine.productId)?.name ?? null,
    kind: kindOf(machine),
    licenceState: state,
    minutesLeft: ends === null ? null : Math.ceil((ends - around.now) / MINUTE_MS),
    reported: { licenceState, minutesLeft },
    leaves: leavesAt(machine),
    duplicate: around.isDuplicate(machine),
  };
}
