const BYTES = 16;
const VALUES = 256;
const KINDS = 4;

/**
 * Hash of 16 bytes and a kind, by simple tabulation: a random word for each value of each byte, put together by exclusive or. Linear
 * probing needs a constant number of steps under it whatever the keys are (Pătraşcu and Thorup, 2011), so whoever chooses machine IDs and
 * does not know the seed cannot make the table slow.
 */
export class KeyHash {
  readonly #words = new Int32Array(BYTES * VALUES + KINDS);

  /** `seed`: 32 bits that nobody can foresee. */
  constructor(seed: number) {
    let state = seed | 0;
    for (let i = 0; i < this.#words.length; i++) {
      state = (state + 0x9e3779b9) | 0; // SplitMix32
      let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      this.#words[i] = word ^ (word >>> 16);
    }
  }

  /** 32 bits, signed, of the 16 bytes from `at` on. `kind`: 0 to 3. */
  of(bytes: Uint8Array, at: number, kind: number): number {
    const words = this.#words;
    let hash = words[BYTES * VALUES + kind]!;
    for (let i = 0; i < BYTES; i++) hash ^= words[i * VALUES + bytes[at + i]!]!;
    return hash;
  }
}
