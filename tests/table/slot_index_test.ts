import assert from "node:assert/strict";
import fc from "fast-check";
import { NONE, SlotIndex } from "../../src/table/slot_index.ts";

/** An index of slots whose keys are numbers, by a hash that is told. */
class Numbers {
  readonly keys: number[] = [];
  readonly #hashOf: (key: number) => number;
  #wanted = NONE;
  readonly #index = new SlotIndex((slot) => this.keys[slot] === this.#wanted);

  constructor(hashOf: (key: number) => number) {
    this.#hashOf = hashOf;
  }

  find(key: number): number {
    this.#wanted = key;
    return this.#index.find(this.#hashOf(key));
  }

  insert(key: number): void {
    this.#index.insert(this.#hashOf(key), this.keys.push(key) - 1);
  }

  replace(key: number): void {
    this.#index.replace(this.#hashOf(key), this.find(key), this.keys.push(key) - 1);
  }

  remove(key: number): void {
    this.#index.remove(this.#hashOf(key), this.find(key));
  }
}

const HASHES: Readonly<Record<string, (key: number) => number>> = {
  "that spread": (key) => Math.imul(key + 1, 0x9e3779b1),
  "that are all the same": () => -1,
  "that meet at the end of a part": (key) => key % 3 - 2,
  "that stand beside each other": (key) => key % 7,
};

for (const [name, hashOf] of Object.entries(HASHES)) {
  Deno.test(`SlotIndex finds what a Map would find, with hashes ${name}`, () => {
    const actions = fc.array(fc.record({ key: fc.nat(60), remove: fc.boolean() }), { maxLength: 300 });
    fc.assert(
      fc.property(actions, (all) => {
        const numbers = new Numbers(hashOf);
        const slots = new Map<number, number>();
        for (const { key, remove } of all) {
          if (!slots.has(key)) numbers.insert(key);
          else if (remove) numbers.remove(key);
          else numbers.replace(key);
          if (slots.has(key) && remove) slots.delete(key);
          else slots.set(key, numbers.keys.length - 1);
        }
        for (let key = 0; key <= 60; key++) assert.equal(numbers.find(key), slots.get(key) ?? NONE);
      }),
      { numRuns: 100 },
    );
  });
}

Deno.test("SlotIndex holds many, and is as it was after many have come and gone", () => {
  const numbers = new Numbers(HASHES["that spread"]!);
  const MANY = 50_000;
  for (let key = 0; key < MANY; key++) numbers.insert(key);
  for (let key = 0; key < MANY; key++) assert.equal(numbers.keys[numbers.find(key)], key);
  for (let key = 0; key < MANY; key++) numbers.remove(key);
  for (let key = 0; key < 4 * MANY; key++) {
    numbers.insert(key);
    numbers.remove(key);
  }
  for (let key = 0; key < MANY; key++) assert.equal(numbers.find(key), NONE);
});

Deno.test("SlotIndex refuses to remove what is not in it", () => {
  const numbers = new Numbers(() => 5);
  numbers.insert(1);
  assert.throws(() => numbers.remove(2), RangeError);
});
