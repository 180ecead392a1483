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

const LOOK_MS = 10;

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
  assert.deepEqual(time.waits, [LOOK_MS], "one wait, however many come and go");
});

Deno.test("whoever is answered makes room for one, and nobody else is let in before eight looks are over", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  const ways = letIn(unanswered, 1000);
  for (let look = 1; look < 8; look++) {
    ways.shift()!();
    assert.equal(letIn(unanswered, 1000).length, 1);
    await time.advance(LOOK_MS);
    assert.equal(letIn(unanswered, 1000).length, 0);
  }
});

Deno.test("the silent hold up nobody for long: after eight looks they are counted no more, whoever else comes and goes", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  const silent = letIn(unanswered, 1000);
  for (let look = 1; look < 8; look++) {
    await time.advance(LOOK_MS);
    silent.shift()!();
    assert.equal(letIn(unanswered, 1000).length, 1);
  }
  const room = unanswered.room();
  await time.advance(LOOK_MS);
  await room;
  assert.equal(letIn(unanswered, 1000).length, 249, "all but the seven that came later");
});

Deno.test("a silent one that is answered after all, or ends, makes no further room", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  const silent = letIn(unanswered, 1000);
  for (let look = 0; look < 8; look++) await time.advance(LOOK_MS);
  assert.equal(letIn(unanswered, 1000).length, 256);
  for (const leave of silent) leave();
  assert.equal(letIn(unanswered, 1000).length, 0);
});

Deno.test("when nobody waits for an answer, nothing looks", async () => {
  const time = new FakeTime(START);
  const unanswered = new Unanswered(time);
  assert.deepEqual(time.waits, []);
  const [leave] = letIn(unanswered, 1);
  assert.deepEqual(time.waits, [LOOK_MS]);
  leave!();
  await time.advance(LOOK_MS);
  assert.deepEqual(time.waits, []);
  letIn(unanswered, 1);
  assert.deepEqual(time.waits, [LOOK_MS]);
});
