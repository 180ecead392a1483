import { machineKey, type MachineRecord } from "../policy/machines.ts";
import type { MachineTest } from "./filter.ts";
import { type Key, LazyOrder } from "./lazy_order.ts";

/** Records that are looked at between two turns that are given. */
const SLICE = 512;

/** What is listed of the records, and in what order. */
export interface ViewWish {
  readonly test: MachineTest | undefined;
  /** Undefined where the records are in that order already. */
  readonly keyOf: ((machine: MachineRecord) => Key) | undefined;
  /** For the order: a whole number that nobody can foresee. */
  readonly seed: number;
}

/** Records that pass a filter, in an order. Of records that are equal in it those seen earlier come first. */
export class MachineView {
  readonly #records: readonly MachineRecord[];
  readonly #keyOf: (item: number) => Key;
  /** Places of the records; undefined where it is all of them, as they are. */
  readonly #items: Uint32Array | undefined;
  readonly #order: LazyOrder | undefined;

  private constructor(
    records: readonly MachineRecord[],
    items: Uint32Array | undefined,
    { keyOf, seed }: ViewWish,
  ) {
    this.#records = records;
    this.#items = items;
    this.#keyOf = keyOf === undefined ? (item) => item : (item) => keyOf(records[item]!);
    if (items !== undefined && keyOf !== undefined) this.#order = new LazyOrder(items, this.#keyOf, seed);
  }

  /** Looks at all records where it must, in slices. */
  static *of(records: readonly MachineRecord[], wish: ViewWish): Generator<void, MachineView> {
    const { test, keyOf } = wish;
    if (test === undefined) {
      const all = keyOf === undefined ? undefined : upTo(records.length);
      return new MachineView(records, all, wish);
    }
    const found = new Uint32Array(records.length);
    let length = 0;
    for (let at = 0; at < records.length; at++) {
      if (test(records[at]!)) found[length++] = at;
      if (at % SLICE === 0) yield;
    }
    return new MachineView(records, found.slice(0, length), wish);
  }

  get length(): number {
    return this.#items?.length ?? this.#records.length;
  }

  /** The records from place `from` to before `to`, in slices. */
  *page(from: number, to: number): Generator<void, MachineRecord[]> {
    if (this.#items === undefined) return this.#records.slice(from, to);
    if (this.#order !== undefined) yield* this.#order.settle(from, to);
    return Array.from(this.#items.subarray(from, to), (item) => this.#records[item]!);
  }

  /** Where the record of that key stands, in slices; undefined where it is not in the view. */
  *placeOf(key: string): Generator<void, number | undefined> {
    const wanted = yield* this.#find(key);
    if (wanted === undefined || this.#items === undefined) return wanted;
    if (this.#order !== undefined) return yield* this.#order.placeOf(wanted);
    const place = this.#items.indexOf(wanted);
    return place < 0 ? undefined : place;
  }

  /** Its place among the records. */
  *#find(key: string): Generator<void, number | undefined> {
    for (const [at, record] of this.#records.entries()) {
      if (machineKey(record) === key) return at;
      if (at % SLICE === 0) yield;
    }
    return undefined;
  }
}

function upTo(length: number): Uint32Array {
  const numbers = new Uint32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = at;
  return numbers;
}
