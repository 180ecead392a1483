import type { KeyHash } from "./key_hash.ts";
import { AT, ID_BYTES, writeId } from "./packed_record.ts";
import type { Rows } from "./rows.ts";
import { NONE, SlotIndex } from "./slot_index.ts";

/**
 * Records that share a machine ID: a list for each machine ID, linked through the rows, the one that was added last in front. Whatever
 * number of hardwares shows one machine ID, adding and removing one takes the same few steps.
 */
export class MachineGroups {
  readonly #rows: Rows;
  readonly #hash: KeyHash;
  readonly #index: SlotIndex;
  readonly #wanted = new Uint8Array(ID_BYTES);
  #shared = 0;

  constructor(rows: Rows, hash: KeyHash) {
    this.#rows = rows;
    this.#hash = hash;
    this.#index = new SlotIndex((slot) => rows.has(slot, "machineId", this.#wanted));
  }

  /** Machine IDs of more than one record. */
  get shared(): number {
    return this.#shared;
  }

  /** Records of a machine ID (32 hexadecimal digits). */
  size(machineId: string): number {
    const first = this.#firstOf(machineId);
    return first === NONE ? 0 : this.#rows.link(first, "groupSize");
  }

  *slots(machineId: string): Generator<number> {
    for (let slot = this.#firstOf(machineId); slot !== NONE; slot = this.#rows.link(slot, "nextOfGroup")) {
      yield slot;
    }
  }

  add(slot: number): void {
    const rows = this.#rows;
    const hash = this.#want(slot);
    const first = this.#index.find(hash);
    rows.setLink(slot, "previousOfGroup", NONE);
    rows.setLink(slot, "nextOfGroup", first);
    if (first === NONE) {
      rows.setLink(slot, "groupSize", 1);
      return this.#index.insert(hash, slot);
    }
    rows.setLink(first, "previousOfGroup", slot);
    const size = rows.link(first, "groupSize") + 1;
    rows.setLink(slot, "groupSize", size);
    this.#index.replace(hash, first, slot);
    if (size === 2) this.#shared += 1;
  }

  remove(slot: number): void {
    const rows = this.#rows;
    const hash = this.#want(slot);
    const first = this.#index.find(hash);
    const size = rows.link(first, "groupSize") - 1;
    const next = rows.link(slot, "nextOfGroup");
    const previous = rows.link(slot, "previousOfGroup");
    if (size === 0) return this.#index.remove(hash, slot);
    if (next !== NONE) rows.setLink(next, "previousOfGroup", previous);
    if (previous !== NONE) rows.setLink(previous, "nextOfGroup", next);
    const newFirst = slot === first ? next : first;
    rows.setLink(newFirst, "groupSize", size);
    if (newFirst !== first) this.#index.replace(hash, first, newFirst);
    if (size === 1) this.#shared -= 1;
  }

  /** Whether a record is the only one of its machine ID. */
  isAlone(slot: number): boolean {
    return this.#rows.link(slot, "nextOfGroup") === NONE && this.#rows.link(slot, "previousOfGroup") === NONE;
  }

  #firstOf(machineId: string): number {
    writeId(this.#wanted, 0, machineId);
    return this.#index.find(this.#hash.of(this.#wanted, 0, 0));
  }

  /** Looks for the machine ID of a slot. */
  #want(slot: number): number {
    const at = this.#rows.base(slot) + AT.machineId;
    const bytes = this.#rows.bytes(slot);
    for (let i = 0; i < ID_BYTES; i++) this.#wanted[i] = bytes[at + i]!;
    return this.#hash.of(this.#wanted, 0, 0);
  }
}
