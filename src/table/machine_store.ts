import type { KeyHash } from "./key_hash.ts";
import { LeaveOrder } from "./leave_order.ts";
import { MachineGroups } from "./machine_groups.ts";
import { KeyKind, keyKind, type MachineIdentity, type MachineRecord } from "./record.ts";
import { FLAG, ID_BYTES, LICENCE_STATE_SHIFT, Rows, writeId } from "./rows.ts";
import { SlotIndex } from "./slot_index.ts";

/** Rows with what finds them: by key, by machine ID, by when they leave; and what is counted of those that are present. */
export class MachineStore {
  readonly rows = new Rows();
  /** Those within their 30 days, and those that have left. */
  readonly present = new LeaveOrder(this.rows, 0);
  readonly left = new LeaveOrder(this.rows, 100);
  readonly groups: MachineGroups;
  counted = 0;
  ephemeral = 0;
  /** By the licence state of their machine, 0 to 5. */
  readonly byLicenceState = [0, 0, 0, 0, 0, 0];
  readonly #hash: KeyHash;
  readonly #index = new SlotIndex((slot) => this.#isWanted(slot));
  readonly #id = new Uint8Array(ID_BYTES);
  #kind: KeyKind = KeyKind.hardware;

  constructor(hash: KeyHash) {
    this.#hash = hash;
    this.groups = new MachineGroups(this.rows, hash);
  }

  /** An empty one. */
  emptied(): MachineStore {
    return new MachineStore(this.#hash);
  }

  /** The slot of a key, present or left; NONE where there is none. */
  find(kind: KeyKind, id: string): number {
    return this.#index.find(this.#want(kind, id));
  }

  findMachine(machine: MachineIdentity): number {
    const kind = keyKind(machine);
    return this.find(kind, kind === KeyKind.hardware ? machine.hardware : machine.machineId);
  }

  hasMachineId(slot: number, machineId: string): boolean {
    writeId(this.#id, 0, machineId);
    return this.rows.has(slot, "machineId", this.#id);
  }

  /** A record whose key is not there. It is to be entered. */
  add(record: MachineRecord): number {
    const slot = this.rows.add(record);
    this.#index.insert(this.#hashOf(slot), slot);
    return slot;
  }

  /** Another record of the same key, in the same slot or a wider one. It is to be entered again. */
  overwrite(slot: number, record: MachineRecord): number {
    if (this.rows.overwrite(slot, record)) return slot;
    const wider = this.rows.add(record);
    this.#index.replace(this.#hashOf(wider), slot, wider);
    this.rows.free(slot);
    return wider;
  }

  /** Removes a record that was left. */
  remove(slot: number): void {
    this.#index.remove(this.#hashOf(slot), slot);
    this.rows.free(slot);
  }

  /** Takes a record among those that are present. */
  enter(slot: number): void {
    this.present.add(slot);
    this.#tally(slot, 1);
    if (this.rows.keyKind(slot) === KeyKind.hardware) this.groups.add(slot);
  }

  /** Takes it out again, wherever it is. */
  leave(slot: number): void {
    if (this.left.has(slot)) return this.left.remove(slot);
    this.present.remove(slot);
    this.#tally(slot, -1);
    if (this.rows.keyKind(slot) === KeyKind.hardware) this.groups.remove(slot);
  }

  #tally(slot: number, by: 1 | -1): void {
    const flags = this.rows.flags(slot);
    if ((flags & FLAG.counted) !== 0) this.counted += by;
    if ((flags & FLAG.ephemeral) !== 0) this.ephemeral += by;
    this.byLicenceState[flags >>> LICENCE_STATE_SHIFT]! += by;
  }

  /** Looks for a key; gives its hash. */
  #want(kind: KeyKind, id: string): number {
    writeId(this.#id, 0, id);
    this.#kind = kind;
    return this.#hash.of(this.#id, 0, kind);
  }

  #isWanted(slot: number): boolean {
    const field = this.#kind === KeyKind.hardware ? "hardware" : "machineId";
    return this.rows.has(slot, field, this.#id) && this.rows.keyKind(slot) === this.#kind;
  }

  #hashOf(slot: number): number {
    return this.#hash.of(this.rows.bytes(slot), this.rows.keyAt(slot), this.rows.keyKind(slot));
  }
}
