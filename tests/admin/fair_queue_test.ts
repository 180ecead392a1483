import assert from "node:assert/strict";
import fc from "fast-check";
import { FairQueue } from "../../src/admin/fair_queue.ts";
import { settled } from "../support/fakes/fake_time.ts";

const LIMITS = { running: 1, waiting: 6, waitingEach: 4 };

/** Asks in this order while nothing is done, then gives the order in which the work was begun; `-` before one that was turned away. */
async function turnsOf(addresses: readonly string[], limits = LIMITS): Promise<string[]> {
  const queue = new FairQueue(limits);
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  const all = addresses.map(async (address) => {
    const done = await queue.run(address, async () => {
      begun.push(address);
      await gate.promise;
      return true;
    });
    return done === undefined ? [`-${address}`] : [];
  });
  await settled();
  gate.resolve();
  const turnedAway = (await Promise.all(all)).flat();
  return [...begun, ...turnedAway];
}

Deno.test("each address has its turn before one has two", async () => {
  assert.deepEqual(await turnsOf(["x", "a", "a", "a", "b", "c"]), ["x", "a", "b", "c", "a", "a"]);
});

Deno.test("no address has more than its share waiting", async () => {
  assert.deepEqual(await turnsOf(["x", "a", "a", "a", "a", "a"]), ["x", "a", "a", "a", "a", "-a"]);
});

Deno.test("where all is full, somebody new takes a place of whoever has the most", async () => {
  assert.deepEqual(
    await turnsOf(["x", "a", "a", "a", "a", "b", "b", "c"]),
    ["x", "a", "b", "c", "a", "b", "a", "-a"],
  );
});

Deno.test("where all have one place each, one more is turned away", async () => {
  const addresses = ["a", "b", "c", "d", "e", "f", "g"];
  assert.deepEqual((await turnsOf(["x", ...addresses])).at(-1), "-g");
});

Deno.test("what fails gives its place on", async () => {
  const queue = new FairQueue(LIMITS);
  await assert.rejects(() => queue.run("a", () => Promise.reject(new Error("no"))), /no/);
  assert.equal(await queue.run("a", () => Promise.resolve(7)), 7);
});

Deno.test("no more than its limit runs at one time, and whatever was taken comes to its end", async () => {
  const letters = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 });
  await fc.assert(fc.asyncProperty(letters, fc.integer({ min: 1, max: 3 }), async (addresses, running) => {
    const queue = new FairQueue({ ...LIMITS, running });
    let [now, most, done] = [0, 0, 0];
    const results = await Promise.all(addresses.map((address) =>
      queue.run(address, async () => {
        most = Math.max(most, now += 1);
        await Promise.resolve();
        now -= 1;
        done += 1;
        return true;
      })
    ));
    assert.ok(most <= running);
    assert.equal(done, results.filter((result) => result === true).length);
  }));
});
