import assert from "node:assert/strict";
import { Unanswered } from "../../src/host/unanswered.ts";
import { START } from "../support/counting.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";

/** Lets in whom there is room for, up to `wanted`, and gives their ways out. */
function letIn(unanswered: Unanswered, wanted: number): (() => void)[] {
  const out: (() => void)[] = [];
  while (out.length < wanted && unanswered.room() === undefined) out.push(unanswered.arrive());
  return out;
}

Deno.test("256 wait for their first answer at most; for each that leaves there is room for one", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  const ways = letIn(unanswered, 1000);
  assert.equal(ways.length, 256);
  for (const leave of ways) {
    const room = unanswered.room();
    leave();
    leave(); // answered, and then ended
    await room;
    assert.equal(letIn(unanswered, 1000).length, 1);
  }
  assert.deepEqual(time.waits, [250], "one wait, however many come and go");
});

Deno.test("while newcomers are answered, nobody is let in beside them", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  const ways = letIn(unanswered, 1000);
  for (const leave of ways.slice(0, 20)) {
    unanswered.room();
    leave();
    assert.equal(letIn(unanswered, 1000).length, 1);
    unanswered.room();
    await time.advance(250);
    assert.equal(letIn(unanswered, 1000).length, 0);
  }
});

Deno.test("the silent hold up nobody for long: 256 more are let in after a quarter of a second in which nobody left", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  letIn(unanswered, 1000);
  for (let turn = 0; turn < 5; turn++) {
    const room = unanswered.room();
    await time.advance(249);
    assert.equal(letIn(unanswered, 1000).length, 0);
    await time.advance(1);
    await room;
    assert.equal(letIn(unanswered, 1000).length, 256);
  }
});

Deno.test("when the silent have left, 256 is the bound again, and nothing waits", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  const silent = letIn(unanswered, 1000);
  unanswered.room();
  await time.advance(250);
  silent.push(...letIn(unanswered, 1000));
  assert.equal(silent.length, 512);
  for (const leave of silent) leave();
  await time.advance(250);
  assert.deepEqual(time.waits, []);
  assert.equal(letIn(unanswered, 1000).length, 256);
});
