import assert from "node:assert/strict";
import fc from "fast-check";
import { type Key, LazyOrder } from "../../src/machines/lazy_order.ts";

function ran<T>(work: Generator<void, T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** Few kinds of keys among many, so that there are equal ones; sizes about those that are sorted at once. */
const keys = fc.integer({ min: 0, max: 1500 }).chain((length) =>
  fc.oneof(
    fc.array(fc.nat(20), { minLength: length, maxLength: length }),
    fc.array(fc.double({ noNaN: true }), { minLength: length, maxLength: length }),
    fc.array(fc.string({ maxLength: 3 }), { minLength: length, maxLength: length }),
  )
);
const pages = fc.array(fc.record({ from: fc.nat(1600), length: fc.nat(300) }), { maxLength: 8 });

function sorted(items: readonly number[], keyOf: (item: number) => Key): number[] {
  return items.toSorted((a, b) => keyOf(a) === keyOf(b) ? a - b : keyOf(a) < keyOf(b) ? -1 : 1);
}

Deno.test("whatever was looked at before, each page is that of a full sort, and each item's place is too", () => {
  fc.assert(
    fc.property(keys, pages, fc.nat(), fc.func(fc.boolean()), (keys, pages, seed, isIn) => {
      const keyOf = (item: number) => keys[item]!;
      const all = keys.flatMap((_, item) => isIn(item) ? [item] : []);
      const expected = sorted(all, keyOf);
      const items = Uint32Array.from(all);
      const order = new LazyOrder(items, { keyOf, compareEqual: (a, b) => a - b, seed });
      for (const { from, length } of pages) {
        ran(order.settle(from, from + length));
        assert.deepEqual([...items.subarray(from, from + length)], expected.slice(from, from + length));
        for (let item = from % 7; item < keys.length; item += 31) {
          const place = expected.indexOf(item);
          assert.equal(ran(order.placeOf(item)), place < 0 ? undefined : place);
        }
      }
    }),
    { numRuns: 60 },
  );
});

const MANY = 20_000;
const ORDERS: Readonly<Record<string, (item: number) => Key>> = {
  "in order": (item) => item,
  "the other way round": (item) => MANY - item,
  "all the same": () => 1,
  "up and down": (item) => item % 2 === 0 ? item : MANY - item,
};

for (const [name, keyOf] of Object.entries(ORDERS)) {
  Deno.test(`a page of ${MANY} takes a few passes over them, in short slices: keys ${name}`, () => {
    for (const from of [0, MANY / 2, MANY - 100]) {
      let [looks, sinceTurn, longest] = [0, 0, 0];
      const counting = (item: number) => {
        looks += 1;
        longest = Math.max(longest, ++sinceTurn);
        return keyOf(item);
      };
      const items = Uint32Array.from({ length: MANY }, (_, item) => item);
      const order = new LazyOrder(items, { keyOf: counting, compareEqual: (a, b) => a - b, seed: 7 });
      for (const _ of order.settle(from, from + 100)) sinceTurn = 0;
      assert(looks < 4 * MANY, `${looks} looks at keys for the page at ${from}`);
      assert(longest < 3000, `${longest} looks at keys without a turn for others`);
      const before = looks;
      ran(order.settle(from, from + 100));
      assert.equal(looks, before, "what is in order is not looked at again");
    }
  });
}
