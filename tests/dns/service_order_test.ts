import assert from "node:assert/strict";
import fc from "fast-check";
import { orderByWeight } from "../../src/dns/service_order.ts";
import { u16 } from "../support/arbitraries.ts";
import { SeededRandom } from "../support/fakes/seeded_random.ts";

interface Weighted {
  readonly priority: number;
  readonly weight: number;
}

const DRAWS = 4000;

/** How often each of the records comes first, as a share of all draws. The seed is fixed: so is the result. */
function firstShares(records: readonly Weighted[], seed: number): number[] {
  const random = new SeededRandom(seed);
  const firsts = Array.from({ length: DRAWS }, () => records.indexOf(orderByWeight(records, random)[0]!));
  return records.map((_, i) => firsts.filter((first) => first === i).length / DRAWS);
}

/** Five standard deviations of a share: what chance all but never goes beyond. */
function assertShare(share: number, expected: number): void {
  const tolerance = 5 * Math.sqrt(expected * (1 - expected) / DRAWS) + 0.002;
  assert(Math.abs(share - expected) <= tolerance, `expected about ${expected}, got ${share}`);
}

const ofWeights = (...weights: readonly number[]) => weights.map((weight) => ({ priority: 0, weight }));

for (const seed of [1, 2, 3]) {
  Deno.test(`a record comes first as often as its weight has it, seed ${seed}`, () => {
    const shares = firstShares(ofWeights(10, 30, 60), seed);
    [0.1, 0.3, 0.6].forEach((expected, i) => assertShare(shares[i]!, expected));
  });

  Deno.test(`records without weight all come first alike, seed ${seed}`, () => {
    for (const share of firstShares(ofWeights(0, 0, 0, 0), seed)) assertShare(share, 0.25);
  });

  Deno.test(`a record of weight 0 has a small chance beside others, wherever it stands, seed ${seed}`, () => {
    for (const weights of [[0, 9], [9, 0]]) {
      const shares = firstShares(ofWeights(...weights), seed);
      assertShare(shares[weights.indexOf(0)]!, 0.1); // RFC 2782: of the numbers from 0 to 9 it is 0 alone
    }
  });
}

Deno.test("the second is drawn by weight from those that are left", () => {
  const records = ofWeights(1, 1, 8);
  const random = new SeededRandom(4);
  const seconds = Array.from(
    { length: DRAWS },
    () => records.indexOf(orderByWeight(records, random)[1]! as never),
  );
  const expected = 0.1 * (8 / 9) * 2; // after either of the light ones
  // the number 0 is drawn too (RFC 2782), for the first in line: that moves a share by at most 1/11
  const share = seconds.filter((second) => second === 2).length / DRAWS;
  assert(Math.abs(share - expected) < 0.1, `${share}`);
});

const records = fc.array(
  fc.record({ priority: fc.integer({ min: 0, max: 3 }), weight: fc.oneof(u16, fc.constant(0)) }),
  {
    maxLength: 12,
  },
);

Deno.test("orderByWeight() gives each record once, the lower priority first", () => {
  fc.assert(fc.property(records, fc.nat(), (given, seed) => {
    const ordered = orderByWeight(given, new SeededRandom(seed));
    assert.equal(ordered.length, given.length);
    assert.deepEqual(new Set(ordered), new Set(given));
    const priorities = ordered.map(({ priority }) => priority);
    assert.deepEqual(priorities, [...priorities].sort((a, b) => a - b));
  }));
});

Deno.test("orderByWeight() holds the heaviest weights without bias or end", () => {
  const heavy = Array.from({ length: 30 }, () => ({ priority: 0, weight: 65_535 }));
  assert.equal(orderByWeight(heavy, new SeededRandom(9)).length, 30);
});

Deno.test("orderByWeight() draws again where a number would favour the first records", () => {
  // two that shuffle, then one from 0 to 2, then one from 0 to 1
  const draws = [0, 0, 0xffffffff, 0xffffffff, 0, 0];
  let taken = 0;
  const random = {
    bytes(length: number) {
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, draws[taken++] ?? 0);
      return bytes;
    },
  };
  assert.equal(orderByWeight(ofWeights(1, 1), random).length, 2);
  assert.equal(taken, 6, "2^32 - 1 is no fair number from 0 to 2, and is not taken");
});
