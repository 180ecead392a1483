import assert from "node:assert/strict";
import { UnderWay } from "../../src/host/under_way.ts";
import { settled } from "../support/fakes/fake_time.ts";

/** Whether it has resolved by now. */
async function isDone(promise: Promise<void>): Promise<boolean> {
  let done = false;
  promise.then(() => done = true);
  await settled();
  return done;
}

Deno.test("UnderWay has nothing under way before the first has begun, and after the last has ended", async () => {
  const answers = new UnderWay();
  assert(await isDone(answers.none()));
  answers.begin();
  answers.begin();
  const waits = [answers.none(), answers.none()];
  answers.end();
  assert.deepEqual(await Promise.all(waits.map(isDone)), [false, false]);
  answers.end();
  assert.deepEqual(await Promise.all(waits.map(isDone)), [true, true]);
  answers.begin();
  assert.equal(await isDone(answers.none()), false);
});
