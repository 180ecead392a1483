import { PackedKey } from "../table/packed_record.ts";
import { machineKey, type MachineRecord } from "../table/record.ts";
import type { MachineSnapshot } from "../table/snapshot.ts";
import type { MachineTest } from "./filter.ts";
import { type Key, LazyOrder } from "./lazy_order.ts";

/** Records that are looked at between two turns that are given. */
const SLICE = 512;

/** What is listed of the records, and in what order. */
export interface ViewWish {
  readonly test: MachineTest | undefined;
  readonly keyOf: (machine: MachineRecord) => Key;
  /** For the order: a whole number that nobody can foresee. */
  readonly seed: number;
}

/** Records of a snapshot, by their slots. What looks at them throws SnapshotSpent. */
export interface Listed {
  readonly snapshot: MachineSnapshot;
  readonly slots: Uint32Array;
}

/**
 * Records that pass a filter, in an order. Of records that are equal in it those seen earlier come first, then those with the smaller key.
 */
export class MachineView {
  readonly #snapshot: MachineSnapshot;
  readonly #slots: Uint32Array;
  readonly #order: LazyOrder;

  private constructor(snapshot: MachineSnapshot, slots: Uint32Array, { keyOf, seed }: ViewWish) {
    this.#snapshot = snapshot;
    this.#slots = slots;
    this.#order = new LazyOrder(slots, {
      keyOf: (slot) => keyOf(snapshot.see(slot)!),
      compareEqual: (slot, other) => this.#compareEqual(slot, other),
      seed,
    });
  }

  /** Looks at all records where it must, in slices. */
  static *of({ snapshot, slots }: Listed, wish: ViewWish): Generator<void, MachineView> {
    const { test } = wish;
    if (test === undefined) return new MachineView(snapshot, slots.slice(), wish);
    const found = new Uint32Array(slots.length);
    let length = 0;
    for (let at = 0; at < slots.length; at++) {
      if (test(snapshot.see(slots[at]!)!)) found[length++] = slots[at]!;
      if (at % SLICE === 0) yield;
    }
    return new MachineView(snapshot, found.slice(0, length), wish);
  }

  get length(): number {
    return this.#slots.length;
  }

  /** The records from place `from` to before `to`, in slices. */
  *page(from: number, to: number): Generator<void, MachineRecord[]> {
    yield* this.#order.settle(from, to);
    return Array.from(this.#slots.subarray(from, to), (slot) => this.#snapshot.see(slot)!.record());
  }

  /** Where the record of that key stands, in slices; undefined where it is not in the view. */
  *placeOf(key: string): Generator<void, number | undefined> {
    const wanted = PackedKey.parse(key);
    if (wanted === undefined) return undefined;
    for (let at = 0; at < this.#slots.length; at++) {
      const slot = this.#slots[at]!;
      if (this.#snapshot.see(slot)!.hasKey(wanted)) return yield* this.#order.placeOf(slot);
      if (at % SLICE === 0) yield;
    }
    return undefined;
  }

  #compareEqual(slot: number, other: number): number {
    const seen = this.#snapshot.see(slot)!.lastSeen - this.#snapshot.see(other)!.lastSeen;
    if (seen !== 0) return seen;
    return machineKey(this.#snapshot.see(slot)!) < machineKey(this.#snapshot.see(other)!) ? -1 : 1;
  }
}

/** The slots of the records that `test` lets through, in slices. */
export function* slotsOf(snapshot: MachineSnapshot, test: MachineTest): Generator<void, Uint32Array> {
  const slots = new Uint32Array(snapshot.end);
  let length = 0;
  for (let slot = 0; slot < snapshot.end; slot++) {
    const record = snapshot.see(slot);
    if (record !== undefined && test(record)) slots[length++] = slot;
    if (slot % SLICE === 0) yield;
  }
  return slots.slice(0, length);
}
