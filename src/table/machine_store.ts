import type { KeyHash } from "./key_hash.ts";
import { LeaveOrder } from "./leave_order.ts";
import { MachineGroups } from "./machine_groups.ts";
import { KeyKind } from "./record.ts";
import { AT, FLAG, ID_BYTES, LICENCE_STATE_SHIFT, type PackedRecord, writeId } from "./packed_record.ts";
import { Rows } from "./rows.ts";
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
  /** The key that is looked for: its kind, and where its 16 bytes are. */
  #kind: KeyKind = KeyKind.hardware;
  #bytes: Uint8Array = this.#id;
  #at = 0;

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
    writeId(this.#id, 0, id);
    return this.#find(kind, this.#id, 0);
  }

  /** The same for the key of a packed record. */
  findPacked({ keyKind: kind, bytes }: PackedRecord): number {
    return this.#find(kind, bytes, kind === KeyKind.hardware ? AT.hardware : AT.machineId);
  }

  /** A record whose key is not there. It is to be entered. */
  add(record: PackedRecord): number {
    const slot = this.rows.add(record);
    this.#index.insert(this.#hashOf(slot), slot);
    return slot;
  }

  /** Another record of the same key, in the same slot or a wider one. It is to be entered again. */
  overwrite(slot: number, record: PackedRecord): number {
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
  enter(slot: number, regroup = true): void {
    this.present.add(slot);
    this.#tally(slot, 1);
    if (regroup && this.rows.keyKind(slot) === KeyKind.hardware) this.groups.add(slot);
  }

  /**
   * Whether a slot, overwritten with another record of its key, may stay in its group meanwhile, as nearly all do: it is the only one of the
   * same machine ID as before.
   */
  keepsGroup(slot: number, record: PackedRecord): boolean {
    return this.present.has(slot) && this.rows.fits(slot, record) &&
      this.rows.has(slot, "machineId", record.bytes, AT.machineId) &&
      (record.keyKind !== KeyKind.hardware || this.groups.isAlone(slot));
  }

  /** Takes it out again, wherever it is. */
  leave(slot: number, regroup = true): void {
    if (this.left.has(slot)) return this.left.remove(slot);
    this.present.remove(slot);
    this.#tally(slot, -1);
    if (regroup && this.rows.keyKind(slot) === KeyKind.hardware) this.groups.remove(slot);
  }

  #tally(slot: number, by: 1 | -1): void {
    const flags = this.rows.flags(slot);
    if ((flags & FLAG.counted) !== 0) this.counted += by;
    if ((flags & FLAG.ephemeral) !== 0) this.ephemeral += by;
    this.byLicenceState[flags >>> LICENCE_STATE_SHIFT]! += by;
  }

  #find(kind: KeyKind, bytes: Uint8Array, at: number): number {
    this.#kind = kind;
    this.#bytes = bytes;
    this.#at = at;
    return this.#index.find(this.#hash.of(bytes, at, kind));
  }

  #isWanted(slot: number): boolean {
    const field = this.#kind === KeyKind.hardware ? "hardware" : "machineId";
    return this.rows.has(slot, field, this.#bytes, this.#at) && this.rows.keyKind(slot) === this.#kind;
  }

  #hashOf(slot: number): number {
    return this.#hash.of(this.rows.bytes(slot), this.rows.keyAt(slot), this.rows.keyKind(slot));
  }
}
