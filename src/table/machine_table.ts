import type { KeyHash } from "./key_hash.ts";
import { MachineStore } from "./machine_store.ts";
import { AT, PackedRecord, type RawIdentity } from "./packed_record.ts";
import {
  KeyKind,
  keyKind,
  type MachineIdentity,
  type MachineRecord,
  parseMachineKey,
  RETENTION_MS,
} from "./record.ts";
import { RowCursor } from "./row_cursor.ts";
import { NONE } from "./slot_index.ts";
import { MachineSnapshot } from "./snapshot.ts";

/** What a decision needs of a machine that is known. */
export interface KnownMachine extends Pick<MachineRecord, "virtual" | "counted" | "firstSeen"> {
  /** Whether it had this machine ID when it was last seen. */
  readonly isSame: boolean;
}

/**
 * The machines that a host knows, one record for each identity. A new machine ID on known hardware replaces the record; one
 * machine ID on two hardwares is two records. Whoever has passed its 30 days by the clock has left, and is told of no more; but its
 * record is held until it is forgotten, for the clock may be wrong. Records are rows of bytes, not objects: there are hundreds of
 * thousands of them. Times are milliseconds since 1970.
 */
export class MachineTable {
  #store: MachineStore;
  readonly #cursor = new RowCursor();
  readonly #packed = new PackedRecord();
  readonly #snapshots = new Set<MachineSnapshot>();

  /** `store`: what it begins with. */
  constructor(store: MachineStore) {
    this.#store = store;
  }

  /** A table without records. */
  static empty(hash: KeyHash): MachineTable {
    return new MachineTable(new MachineStore(hash));
  }

  /** The record of a machine that is still within its 30 days, by its key (machineKey). */
  find(key: string, now: number): MachineRecord | undefined {
    this.#settle(now);
    const wanted = parseMachineKey(key);
    if (wanted === undefined) return undefined;
    const slot = this.#store.find(wanted.kind, wanted.id);
    return this.#isPresent(slot) ? this.#recordAt(slot) : undefined;
  }

  /** The same as far as a rule needs it, for every request asks for it. */
  look(machine: MachineIdentity, now: number): KnownMachine | undefined {
    this.#settle(now);
    return this.#known(this.#store.findPacked(this.#packed.packIdentity(machine)));
  }

  /** The same for a machine whose identifiers are at hand as raw bytes, 16 each, and as text. */
  lookRaw(machine: RawIdentity, text: MachineIdentity, now: number): KnownMachine | undefined {
    this.#settle(now);
    return this.#known(this.#store.findPacked(this.#packed.copyIdentity(machine, text)));
  }

  /** Records of machines within their 30 days, and of them those that count and those of ephemeral machines. */
  totals(now: number): { known: number; counted: number; ephemeral: number } {
    this.#settle(now);
    const { present, counted, ephemeral } = this.#store;
    return { known: present.size, counted, ephemeral };
  }

  /** Machine IDs on more than one hardware: clones and repairs. */
  duplicates(now: number): number {
    this.#settle(now);
    return this.#store.groups.shared;
  }

  /** Records by the licence state that their machine had when it was last seen, 0 to 5. */
  licenceStates(now: number): number[] {
    this.#settle(now);
    return [...this.#store.byLicenceState];
  }

  /** Hardwares that a machine ID was seen on. More than one is a clone or a repair. */
  hardwaresOf(machineId: string, now: number): number {
    this.#settle(now);
    return this.#store.groups.size(machineId);
  }

  /** Whether a record's machine ID is on other hardware too. */
  isDuplicate(record: MachineIdentity, now: number): boolean {
    this.#settle(now);
    return keyKind(record) === KeyKind.hardware && this.#store.groups.size(record.machineId) > 1;
  }

  /** The records of a machine ID (32 hexadecimal digits), `most` of them, the latest seen first: several where hardwares share it. */
  withMachineId(machineId: string, most: number, now: number): MachineRecord[] {
    this.#settle(now);
    if (parseMachineKey(`m${machineId}`) === undefined) return [];
    const alone = [KeyKind.machineId, KeyKind.ephemeral].map((kind) => this.#store.find(kind, machineId));
    const found = alone.filter((slot) => this.#isPresent(slot)).slice(0, most);
    for (const slot of this.#store.groups.slots(machineId)) {
      if (found.length >= most) break;
      found.push(slot);
    }
    return found.map((slot) => this.#recordAt(slot)).sort((a, b) => b.lastSeen - a.lastSeen);
  }

  /** Throws RangeError for identifiers that are none. */
  put(record: MachineRecord): void {
    const packed = this.#packed.pack(record);
    const slot = this.#store.findPacked(packed);
    if (slot === NONE) {
      const added = this.#store.add(packed);
      for (const snapshot of this.#snapshots) snapshot.adding(added);
      return this.#store.enter(added);
    }
    this.#changing(slot);
    const regroup = !this.#store.keepsGroup(slot, packed);
    this.#store.leave(slot, regroup);
    const moved = this.#store.overwrite(slot, packed);
    if (moved !== slot) {
      for (const snapshot of this.#snapshots) snapshot.adding(moved);
    }
    this.#store.enter(moved, regroup);
  }

  clear(): void {
    this.#store = this.#store.emptied(); // snapshots keep the rows that there were
    this.#snapshots.clear();
  }

  /** Makes room for another record within `limit`, as far as that takes only what has left by `now`: the first to leave go first. */
  makeRoom(limit: number, now: number): void {
    this.#settle(now);
    const { present, left } = this.#store;
    for (let over = present.size + left.size + 1 - limit; over > 0 && left.size > 0; over--) {
      this.#drop(left.first());
    }
  }

  /** How many would be forgotten. */
  forgettable(before: number, now: number): number {
    this.#settle(now);
    let slots = 0;
    for (const _ of this.#store.left.slotsUntil(before)) slots += 1;
    return slots;
  }

  /** Forgets for good what has left by `now`, and would have left by `before` too. */
  forget(before: number, now: number): void {
    this.#settle(now);
    for (const slot of this.#store.left.slotsUntil(before)) this.#drop(slot);
  }

  /** No clock says more than `latest` any more: whoever was seen at a later time has been silent ever since, and goes. */
  forgetAfter(latest: number): void {
    const { present, rows } = this.#store;
    const last = latest + RETENTION_MS;
    for (const slot of present.slotsAfter(last)) {
      const { lastSeen } = this.#cursor.move(rows, slot);
      this.#changing(slot);
      this.#store.leave(slot);
      if (lastSeen > latest) this.#store.remove(slot);
      else {
        rows.setHeldFrom(slot, NaN);
        this.#store.enter(slot);
      }
    }
  }

  /** The machines within their 30 days, first to leave first after each time that the clock was set back. */
  present(now: number): MachineRecord[] {
    this.#settle(now);
    return this.#recordsAt(this.#store.present.slotsUntil(Infinity));
  }

  /** All records that are held, those of machines that have left among them. */
  records(): MachineRecord[] {
    const { left, present } = this.#store;
    return [...this.#recordsAt(left.slotsUntil(Infinity)), ...this.#recordsAt(present.slotsUntil(Infinity))];
  }

  /**
   * All records that are held, as they are now, to be read while the table changes; it is to be closed. `most`: changed records that it
   * keeps at most.
   */
  snapshot(most = Infinity): MachineSnapshot {
    const snapshot = new MachineSnapshot(this.#store.rows, most, (one) => this.#snapshots.delete(one));
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  /** Lets go whoever has left by `now`, and takes back whoever has not. */
  #settle(now: number): void {
    const { present, left } = this.#store;
    if (left.size > 0 && left.latest() > now) this.#takeBack(now);
    if (!present.hasLeft(now)) return;
    for (const slot of present.slotsUntil(now)) {
      this.#store.leave(slot);
      left.add(slot);
    }
  }

  #takeBack(now: number): void {
    const { left } = this.#store;
    for (const slot of left.slotsAfter(now)) {
      left.remove(slot);
      this.#store.enter(slot);
    }
  }

  #drop(slot: number): void {
    this.#changing(slot);
    this.#store.left.remove(slot);
    this.#store.remove(slot);
  }

  /** Before a slot changes that holds a record. */
  #changing(slot: number): void {
    for (const snapshot of this.#snapshots) snapshot.changing(slot);
  }

  /** What is known in a slot of the machine that was packed last. */
  #known(slot: number): KnownMachine | undefined {
    if (!this.#isPresent(slot)) return undefined;
    const { rows } = this.#store;
    const { virtual, counted, firstSeen } = this.#cursor.move(rows, slot);
    return {
      virtual,
      counted,
      firstSeen,
      isSame: rows.has(slot, "machineId", this.#packed.bytes, AT.machineId),
    };
  }

  #isPresent(slot: number): boolean {
    return slot !== NONE && this.#store.present.has(slot);
  }

  #recordAt(slot: number): MachineRecord {
    return this.#cursor.move(this.#store.rows, slot).record();
  }

  #recordsAt(slots: Iterable<number>): MachineRecord[] {
    return Array.from(slots, (slot) => this.#recordAt(slot));
  }
}
