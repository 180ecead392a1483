import assert from "node:assert/strict";
import { Deadlines } from "../../src/host/deadlines.ts";
import { START } from "../support/counting.ts";
import { FakeTime, settled } from "../support/fakes/fake_time.ts";

function made() {
  const time = new FakeTime(START);
  const closed: string[] = [];
  const connection = (name: string) => ({ close: () => void closed.push(name) });
  return { time, closed, connection, deadlines: new Deadlines({ timer: time, stopwatch: time }, 1000) };
}

Deno.test("Deadlines closes each connection when its own time is over, with one timer", async () => {
  const { time, closed, connection, deadlines } = made();
  deadlines.begin(connection("first"));
  await time.advance(400);
  deadlines.begin(connection("second"));
  assert.deepEqual(time.waits, [600]);
  await time.advance(599);
  assert.deepEqual(closed, []);
  await time.advance(1);
  assert.deepEqual([closed, time.waits], [["first"], [400]]);
  await time.advance(400);
  assert.deepEqual([closed, time.waits], [["first", "second"], []]);
});

Deno.test("Deadlines leaves what has ended, and makes no timer for each that comes when there is none", async () => {
  const { time, closed, connection, deadlines } = made();
  const [first, second] = [connection("first"), connection("second")];
  deadlines.begin(first);
  deadlines.begin(second);
  deadlines.end(first);
  deadlines.end(first);
  await time.advance(1000);
  assert.deepEqual(closed, ["second"]);
  const third = connection("third");
  deadlines.begin(third);
  deadlines.end(third);
  await time.advance(300);
  assert.deepEqual(time.waits, [700]);
  deadlines.begin(third);
  assert.deepEqual(time.waits, [700]);
  await time.advance(999);
  assert.deepEqual([closed, time.waits], [["second"], [1]]);
  await time.advance(1);
  assert.deepEqual([closed, time.waits], [["second", "third"], []]);
});

Deno.test("Deadlines has no timer once it is stopped, and ends none then", async () => {
  const { time, closed, connection, deadlines } = made();
  deadlines.begin(connection("first"));
  deadlines.stop();
  await settled();
  assert.deepEqual(time.waits, []);
  deadlines.begin(connection("second"));
  await time.advance(1000);
  assert.deepEqual([closed, time.waits], [[], []]);
});

Deno.test("Deadlines goes on where one ends and another begins at once", async () => {
  const { time, closed, connection, deadlines } = made();
  const first = connection("first");
  deadlines.begin(first);
  await time.advance(500);
  deadlines.end(first);
  deadlines.begin(connection("second"));
  await settled();
  await time.advance(999);
  assert.deepEqual(closed, []);
  await time.advance(1);
  assert.deepEqual(closed, ["second"]);
});
