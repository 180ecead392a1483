import assert from "node:assert/strict";
import { lively } from "../../../src/app/consoles/lively.ts";
import { FakeTime, settled } from "../../support/fakes/fake_time.ts";
import { operationErrorOf } from "../../support/rejects.ts";

/** A stream that says one thing after each wait, and then nothing more, though it does not end. */
function saying(time: FakeTime, waits: readonly number[]) {
  const ended = Promise.withResolvers<void>();
  async function* watch(signal: AbortSignal) {
    signal.addEventListener("abort", () => ended.resolve());
    for (const [i, wait] of waits.entries()) {
      await time.wait(wait);
      yield i;
    }
    await new Promise<never>(() => {});
  }
  return { watch, ended: ended.promise };
}

Deno.test("a stream goes on as long as something is said every ten seconds", async () => {
  const time = new FakeTime(0);
  const { watch } = saying(time, [9999, 9999, 9999]);
  const lines = lively(watch, time, new AbortController().signal);
  for (const expected of [0, 1, 2]) {
    const next = lines.next();
    await settled();
    await time.advance(9999);
    assert.deepEqual(await next, { done: false, value: expected });
  }
  assert.deepEqual(time.waits, []);
});

Deno.test("ten seconds of silence end a stream that does not end by itself", async () => {
  const time = new FakeTime(0);
  const { watch, ended } = saying(time, []);
  const fault = operationErrorOf(() => lively(watch, time, new AbortController().signal).next());
  await settled();
  await time.advance(9999);
  assert.deepEqual(time.waits, [1]);
  await time.advance(1);
  assert.match((await fault).message, /said nothing for 10 seconds/);
  await ended;
});

Deno.test("who leaves a stream ends it, and leaves no timer behind", async () => {
  const time = new FakeTime(0);
  const { watch, ended } = saying(time, [1]);
  const lines = lively(watch, time, new AbortController().signal);
  const first = lines.next();
  await settled();
  await time.advance(1);
  await first;
  await lines.return(undefined);
  await ended;
  assert.deepEqual(time.waits, []);
});
