import assert from "node:assert/strict";
import fc from "fast-check";
import { intervalsTold, renewalAfter, type RenewalFacts, untilNextTry } from "../../src/policy/renewal.ts";
import { DAY, HOUR, MINUTE, START } from "../support/counting.ts";

const WEEK = 7 * DAY;
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const renewal = { after: START + WEEK, minutes: WEEK / MINUTE };
const never: RenewalFacts = {
  renewal: null,
  last: { kind: "start", ago: 0 },
  networkChanged: null,
  activationInterval: 120,
};

Deno.test("a client that is not activated tries within a minute of its start", () => {
  assert.equal(untilNextTry(never, 0, START), 0);
  assert.equal(untilNextTry(never, 0.5, START), 30_000);
  assert.equal(untilNextTry({ ...never, last: { kind: "start", ago: 30_000 } }, 0.5, START), 0);
});

Deno.test("computers that start with a renewal overdue come within that minute too, not all at once", () => {
  const start = { kind: "start", ago: 0 } as const;
  assert.equal(untilNextTry({ ...never, renewal, last: start }, 0.5, START + 30 * DAY), 30_000);
  assert.equal(untilNextTry({ ...never, renewal, last: start }, 0, START), WEEK);
});

Deno.test("what a reply tells is kept within what a host can be set to", () => {
  const told = (activationInterval: number, renewalInterval: number) =>
    Object.values(intervalsTold({ activationInterval, renewalInterval }));
  assert.deepEqual(told(15, 43_200), [15, 43_200]);
  assert.deepEqual(told(0, 0), [15, 15]);
  assert.deepEqual(told(0xffffffff, 0xffffffff), [43_200, 43_200]);
});

Deno.test("a lease is renewed after the interval, and one that is short before half of it is over", () => {
  const lease = (days: number) => ({ issued: START, ends: START + days * DAY });
  assert.equal(renewalAfter(lease(180), WEEK / MINUTE), START + WEEK);
  assert.equal(renewalAfter(lease(1), WEEK / MINUTE), START + DAY / 2);
});

Deno.test("a thousand clients that start at once come one after another", () => {
  const starts = Array.from({ length: 1000 }, (_, i) => untilNextTry(never, i / 1000, START));
  assert.equal(new Set(starts).size, 1000);
  assert.ok(Math.max(...starts) < MINUTE);
});

Deno.test("a try that failed is made again after the interval that the host told, a tenth more or less", () => {
  fc.assert(fc.property(chances, fc.integer({ min: 15, max: 43_200 }), (chance, activationInterval) => {
    const last = { kind: "failed", ago: 0 } as const;
    const wait = untilNextTry({ ...never, last, activationInterval }, chance, START) / MINUTE;
    assert.ok(Math.abs(wait - activationInterval) <= 0.1 * activationInterval + 0.001);
  }));
});

Deno.test("a lease is renewed in the last tenth of its interval, however the last try went that activated", () => {
  fc.assert(fc.property(chances, fc.boolean(), (chance, tried) => {
    const last = { kind: tried ? "activated" : "start", ago: 3 * DAY } as const;
    const wait = untilNextTry({ ...never, renewal, last }, chance, START);
    assert.ok(wait > 0.9 * WEEK - 1 && wait <= WEEK);
  }));
});

Deno.test("a renewal that is overdue is made at once, and after a failure when the retry interval is over", () => {
  const late = START + 30 * DAY;
  assert.equal(untilNextTry({ ...never, renewal, last: { kind: "activated", ago: DAY } }, 0.9, late), 0);
  const failed = { ...never, renewal, last: { kind: "failed", ago: HOUR } as const };
  assert.equal(untilNextTry(failed, 0.5, late), HOUR);
});

Deno.test("after the network has changed, a client that waits to try again does so soon, but no more often than each minute", () => {
  const failed = (ago: number, networkChanged: number): RenewalFacts => ({
    ...never,
    last: { kind: "failed", ago },
    networkChanged,
  });
  assert.equal(untilNextTry(failed(HOUR, 0), 0, START), 5000);
  assert.equal(untilNextTry(failed(HOUR, 0), 0.5, START), 10_000);
  assert.equal(untilNextTry(failed(HOUR, 6000), 0.5, START), 4000);
  assert.equal(untilNextTry(failed(1000, 0), 0, START), 59_000);
  assert.equal(untilNextTry(failed(2 * HOUR, 0), 0, START), 0);
});

Deno.test("a client that waits for nothing does not ask because the network has changed", () => {
  const renewed: RenewalFacts = {
    ...never,
    renewal,
    last: { kind: "activated", ago: HOUR },
    networkChanged: 9000,
  };
  assert.equal(untilNextTry(renewed, 0, START), WEEK);
});

Deno.test("however short a lease is, there is time for a second try and a third before it ends", () => {
  fc.assert(
    fc.property(chances, chances, fc.integer({ min: 10, max: 259_200 }), (chance, again, validity) => {
      const minutes = Math.min(10_080, validity / 2);
      const short = { ...never, renewal: { after: START + minutes * MINUTE, minutes } };
      let now = START + untilNextTry({ ...short, last: { kind: "activated", ago: 0 } }, chance, START);
      for (let tries = 1; tries < 3; tries++) {
        now += untilNextTry({ ...short, last: { kind: "failed", ago: 0 } }, again, now);
      }
      assert.ok(now < START + validity * MINUTE);
    }),
  );
});

Deno.test("a lease of a minute makes nobody try more often than each minute", () => {
  const facts = {
    ...never,
    renewal: { after: START, minutes: 0.5 },
    last: { kind: "failed", ago: 0 },
  } as const;
  assert.equal(untilNextTry(facts, 0.5, START), MINUTE);
});
