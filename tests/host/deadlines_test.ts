import assert from "node:assert/strict";
import { Deadlines } from "../../src/host/deadlines.ts";
import { START } from "../support/counting.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";

const LIFE = 1000;

function clocked() {
  const time = new FakeTime(START);
  const deadlines = new Deadlines(LIFE, { timer: time, stopwatch: time });
  const ended: string[] = [];
  const begin = (name: string) => deadlines.begin(() => ended.push(name));
  return { time, deadlines, ended, begin };
}

Deno.test("each ends when its own time is over, by one wait for all", async () => {
  const { time, ended, begin } = clocked();
  begin("first");
  await time.advance(400);
  begin("second");
  begin("third");
  assert.deepEqual(time.waits, [600]);
  await time.advance(599);
  assert.deepEqual(ended, []);
  await time.advance(1);
  assert.deepEqual(ended, ["first"]);
  await time.advance(399);
  assert.deepEqual(ended, ["first"]);
  await time.advance(1);
  assert.deepEqual([ended, time.waits], [["first", "second", "third"], []]);
});

Deno.test("what is called off does not end, and what comes after it does, in its time", async () => {
  const { time, ended, begin } = clocked();
  const callOff = begin("called off");
  callOff();
  await time.advance(300);
  begin("next");
  await time.advance(LIFE - 1);
  assert.deepEqual(ended, []);
  await time.advance(1);
  assert.deepEqual(ended, ["next"]);
  begin("later"); // when nothing waits any more
  await time.advance(LIFE);
  assert.deepEqual(ended, ["next", "later"]);
});

Deno.test("closed, it waits for nothing and ends nothing", async () => {
  const { time, deadlines, ended, begin } = clocked();
  begin("open");
  deadlines.close();
  await settled();
  assert.deepEqual(time.waits, []);
  await time.advance(LIFE);
  assert.deepEqual(ended, []);
});
