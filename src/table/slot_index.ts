/** No slot. */
export const NONE = -1;

/** The upper bits of a hash name one of so many parts, each of which grows by itself: at no time are many entries moved. */
const PART_BITS = 7;
const LEAST_ENTRIES = 8;
/** An entry is two words: the slot and 1, 0 where there is none, and the hash. */
const WORDS = 2;

/**
 * Slots by the hashes of their keys: open addressing with linear probing. What is removed leaves no mark (the entries behind it move up), so
 * it stays as fast as it was however often entries come and go.
 */
export class SlotIndex {
  readonly #parts: (Int32Array | undefined)[] = new Array(1 << PART_BITS).fill(undefined);
  readonly #entries = new Int32Array(1 << PART_BITS);
  readonly #isWanted: (slot: number) => boolean;

  /** `isWanted`: whether a slot's key is the one that is looked for just then. */
  constructor(isWanted: (slot: number) => boolean) {
    this.#isWanted = isWanted;
  }

  /** NONE where no key of this hash is the wanted one. */
  find(hash: number): number {
    const part = this.#parts[hash >>> (32 - PART_BITS)];
    if (part === undefined) return NONE;
    const mask = part.length - 1;
    for (let at = placeOf(hash, mask);; at = (at + WORDS) & mask) {
      const entry = part[at]!;
      if (entry === 0) return NONE;
      if (part[at + 1] === hash && this.#isWanted(entry - 1)) return entry - 1;
    }
  }

  /** The key must not be there yet. */
  insert(hash: number, slot: number): void {
    const number = hash >>> (32 - PART_BITS);
    const entries = this.#entries[number] = this.#entries[number]! + 1;
    let part = this.#parts[number] ??= new Int32Array(LEAST_ENTRIES * WORDS);
    if (entries * WORDS * 4 > part.length * 3) part = this.#parts[number] = grown(part);
    place(part, hash, slot + 1);
  }

  /** Puts another slot in the place of one that is there. */
  replace(hash: number, slot: number, other: number): void {
    const part = this.#parts[hash >>> (32 - PART_BITS)]!;
    part[whereIs(part, hash, slot)] = other + 1;
  }

  /** The slot must be there. */
  remove(hash: number, slot: number): void {
    const number = hash >>> (32 - PART_BITS);
    const part = this.#parts[number]!;
    const mask = part.length - 1;
    let gap = whereIs(part, hash, slot);
    for (let at = (gap + WORDS) & mask; part[at] !== 0; at = (at + WORDS) & mask) {
      const ideal = placeOf(part[at + 1]!, mask);
      if (((at - ideal) & mask) < ((at - gap) & mask)) continue; // it would stand before where it is looked for
      part[gap] = part[at]!;
      part[gap + 1] = part[at + 1]!;
      gap = at;
    }
    part[gap] = 0;
    this.#entries[number] = this.#entries[number]! - 1;
  }
}

function placeOf(hash: number, mask: number): number {
  return (hash * WORDS) & mask;
}

function place(part: Int32Array, hash: number, entry: number): void {
  const mask = part.length - 1;
  let at = placeOf(hash, mask);
  while (part[at] !== 0) at = (at + WORDS) & mask;
  part[at] = entry;
  part[at + 1] = hash;
}

function whereIs(part: Int32Array, hash: number, slot: number): number {
  const mask = part.length - 1;
  for (let at = placeOf(hash, mask);; at = (at + WORDS) & mask) {
    if (part[at] === 0) throw new RangeError(`slot ${slot} is not in the index`);
    if (part[at] === slot + 1) return at;
  }
}

function grown(part: Int32Array): Int32Array {
  const larger = new Int32Array(part.length * 2);
  for (let at = 0; at < part.length; at += WORDS) {
    if (part[at] !== 0) place(larger, part[at + 1]!, part[at]!);
  }
  return larger;
}
