import type { KeyHash } from "./key_hash.ts";
import { MachineStore } from "./machine_store.ts";
import { MachineTable } from "./machine_table.ts";
import type { PackedRecord } from "./packed_record.ts";
import { NONE } from "./slot_index.ts";

/** Makes a table of records that come in any order, as a checkpoint kept them. */
export class TableRestore {
  readonly #store: MachineStore;
  readonly #slots: number[] = [];

  constructor(hash: KeyHash) {
    this.#store = new MachineStore(hash);
  }

  /** False where there is a record of the same machine already. */
  add(record: PackedRecord): boolean {
    if (this.#store.findPacked(record) !== NONE) return false;
    this.#slots.push(this.#store.add(record));
    return true;
  }

  /** To be called once, when all records are in. */
  table(): MachineTable {
    const { rows } = this.#store;
    const times = new Float64Array(rows.end);
    for (const slot of this.#slots) times[slot] = rows.leaveTime(slot);
    this.#slots.sort((a, b) => times[a]! - times[b]! || rows.lastSeen(a) - rows.lastSeen(b));
    for (const slot of this.#slots) this.#store.enter(slot);
    return new MachineTable(this.#store);
  }
}
