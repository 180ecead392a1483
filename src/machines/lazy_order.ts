/** What items are put in order by. */
export type Key = number | string;

export interface OrderOptions {
  readonly keyOf: (item: number) => Key;
  readonly compareEqual: (item: number, other: number) => number;
  readonly seed: number;
}

/** A stretch of the items, all of which belong there and nowhere else. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly sorted: boolean;
}

/** So many are sorted at once. */
const FEW = 256;
/** Items between two turns that are given. */
const SLICE = 1024;

/**
 * Numbers in the order of their keys, of which only what is looked at is sorted (quicksort that leaves aside what is not asked for):
 * a first page takes a pass over all items and a little more, each page after it less.
 */
export class LazyOrder {
  readonly #items: Uint32Array;
  readonly #keyOf: (item: number) => Key;
  readonly #compareEqual: (item: number, other: number) => number;
  /** One behind the other, from the first item to the last. */
  #stretches: Stretch[];
  /** Which items are looked at to divide others must not be foreseen: whoever chose the keys could make it slow. */
  #random: number;

  /**
   * `items` are put in order in place. `compareEqual`: how two stand whose keys are equal; negative where the first comes first. `seed`: a
   * whole number that nobody can foresee.
   */
  constructor(items: Uint32Array, { keyOf, compareEqual, seed }: OrderOptions) {
    this.#items = items;
    this.#keyOf = keyOf;
    this.#compareEqual = compareEqual;
    this.#stretches = items.length === 0 ? [] : [{ start: 0, end: items.length, sorted: items.length === 1 }];
    this.#random = seed >>> 0 || 1;
  }

  /** Puts in order what stands from `from` to before `to`, in slices. */
  *settle(from: number, to: number): Generator<void> {
    for (;;) {
      const at = this.#stretches.findIndex(({ start, end, sorted }) => !sorted && start < to && end > from);
      if (at < 0) return;
      const { start, end } = this.#stretches[at]!;
      if (end - start <= FEW) {
        this.#sort(start, end);
        this.#replace(at, [{ start, end, sorted: true }]);
      } else {
        const middle = yield* this.#divide(start, end, this.#pivot({ start, end }, from, to));
        this.#replace(at, [
          { start, end: middle, sorted: false },
          { start: middle, end: middle + 1, sorted: true },
          { start: middle + 1, end, sorted: false },
        ]);
      }
      yield;
    }
  }

  /** Where an item stands, in slices; undefined where it is none of these. Sorts nothing. */
  *placeOf(item: number): Generator<void, number | undefined> {
    const key = this.#keyOf(item);
    const { start, end } = this.#stretchOf(item, key);
    let [place, isThere] = [start, false];
    for (let at = start; at < end; at++) {
      const other = this.#items[at]!;
      if (other === item) isThere = true;
      else if (this.#isBefore(other, item, key)) place += 1;
      if (at % SLICE === 0) yield;
    }
    return isThere ? place : undefined;
  }

  /** The stretch that an item is in, if in any. Between two that are not sorted stands one that is. */
  #stretchOf(item: number, key: Key): Stretch {
    const all = this.#stretches;
    const at = all.findLastIndex(({ start, sorted }) => {
      const first = this.#items[start]!;
      return sorted && (first === item || this.#isBefore(first, item, key));
    });
    const { end } = all[at] ?? { end: 0 };
    const isBehind = at >= 0 && this.#isBefore(this.#items[end - 1]!, item, key);
    return all[isBehind ? at + 1 : Math.max(0, at)] ?? { start: end, end, sorted: true };
  }

  #isBefore(one: number, item: number, key: Key): boolean {
    const other = this.#keyOf(one);
    return other < key || (other === key && one !== item && this.#compareEqual(one, item) < 0);
  }

  /** Stretches of the same kind become one, so that there are never many. */
  #replace(at: number, parts: readonly Stretch[]): void {
    const all = [...this.#stretches.slice(0, at), ...parts, ...this.#stretches.slice(at + 1)];
    const merged: Stretch[] = [];
    for (const part of all) {
      const last = merged.at(-1);
      if (part.start === part.end) continue;
      if (last?.sorted && part.sorted) merged[merged.length - 1] = { ...last, end: part.end };
      else merged.push(part);
    }
    this.#stretches = merged;
  }

  #sort(start: number, end: number): void {
    const part = this.#items.subarray(start, end);
    const keyed = Array.from(part, (item) => ({ item, key: this.#keyOf(item) })).sort((a, b) =>
      this.#compare(a, b)
    );
    for (const [i, { item }] of keyed.entries()) part[i] = item;
  }

  /** Where an item stands that divides the stretch just outside of what is wanted of it, as far as a sample tells. */
  #pivot({ start, end }: Pick<Stretch, "start" | "end">, from: number, to: number): number {
    const length = end - start;
    const sample = Array.from({ length: FEW }, () => {
      const at = start + this.#next() % length;
      const item = this.#items[at]!;
      return { at, item, key: this.#keyOf(item) };
    }).sort((a, b) => this.#compare(a, b));
    const before = Math.max(0, from - start);
    const behind = Math.max(0, end - to);
    const rank = behind >= before
      ? Math.ceil((length - behind) / length * FEW) + 2
      : Math.floor(before / length * FEW) - 3;
    return sample[Math.min(FEW - 1, Math.max(0, rank))]!.at;
  }

  /** Puts what comes before the item at `pivot` in front of it; gives where that item then stands. */
  *#divide(start: number, end: number, pivot: number): Generator<void, number> {
    const items = this.#items;
    const middle = items[pivot]!;
    const key = this.#keyOf(middle);
    items[pivot] = items[start]!;
    items[start] = middle;
    let edge = start;
    for (let at = start + 1; at < end; at++) {
      const item = items[at]!;
      if (this.#isBefore(item, middle, key)) {
        edge += 1;
        items[at] = items[edge]!;
        items[edge] = item;
      }
      if (at % SLICE === 0) yield;
    }
    items[start] = items[edge]!;
    items[edge] = middle;
    return edge;
  }

  #compare(a: Keyed, b: Keyed): number {
    if (a.key === b.key) return a.item === b.item ? 0 : this.#compareEqual(a.item, b.item);
    return a.key < b.key ? -1 : 1;
  }

  /** Xorshift (G. Marsaglia, 2003). */
  #next(): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return this.#random = x >>> 0;
  }
}

interface Keyed {
  readonly item: number;
  readonly key: Key;
}
