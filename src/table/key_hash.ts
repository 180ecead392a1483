const BYTES = 16;
const VALUES = 256;
const KINDS = 4;

/**
 * Hash of 16 bytes and a kind, by simple tabulation: a random word for each value of each byte, put together by exclusive or. Linear
 * probing needs a constant number of steps under it whatever the keys are (Pătraşcu and Thorup, 2011), so whoever chooses machine IDs and
 * does not know the words cannot make the table slow.
 */
export class KeyHash {
  /** How many random bytes it is made of. */
  static readonly RANDOM_BYTES = (BYTES * VALUES + KINDS) * Int32Array.BYTES_PER_ELEMENT;

  readonly #words: Int32Array;

  /** `random`: RANDOM_BYTES that nobody can foresee. */
  constructor(random: Uint8Array) {
    this.#words = new Int32Array(random.slice().buffer);
  }

  /** 32 bits, signed, of the 16 bytes from `at` on. `kind`: 0 to 3. */
  of(bytes: Uint8Array, at: number, kind: number): number {
    const words = this.#words;
    let hash = words[BYTES * VALUES + kind]!;
    for (let i = 0; i < BYTES; i++) hash ^= words[i * VALUES + bytes[at + i]!]!;
    return hash;
  }
}
