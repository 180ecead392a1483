import { sha256 } from "../../../src/crypto/hash.ts";
import type { Random } from "../../../src/ports.ts";

/** Random numbers that are the same in every run. */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `most`, both included (mulberry32). */
  upTo(most: number): number {
    this.#state = (this.#state + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % (most + 1);
  }

  chance(): boolean {
    return this.upTo(1) === 1;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.upTo(255));
  }
}

/** `length` bytes (at most 32) that stand for a name. */
export function bytesNamed(name: string, length = 16): Uint8Array<ArrayBuffer> {
  return sha256(new TextEncoder().encode(name)).slice(0, length);
}
