import assert from "node:assert/strict";
import { FailureReport } from "../../src/admin/failure_report.ts";
import { EventId, type HostEvent } from "../../src/policy/events.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";

const MINUTE = 60_000;

function reporting() {
  const time = new FakeTime(0);
  const events: HostEvent[] = [];
  const report = new FailureReport({ clock: time, timer: time }, (event) => events.push(event));
  const told = () => events.map((event) => event.id === EventId.signInFailed ? event.failures : 0);
  return { time, report, events, told };
}

Deno.test("the first failure is told at once, those of the next minute together", async () => {
  const { time, report, events, told } = reporting();
  report.add("192.0.2.7");
  assert.deepEqual(told(), [1]);
  for (let i = 0; i < 500; i++) report.add(`192.0.2.${i % 5}`);
  await time.advance(MINUTE - 1);
  assert.deepEqual(told(), [1]);
  await time.advance(1);
  assert.deepEqual(told(), [1, 500]);
  assert.deepEqual(events[1], {
    id: EventId.signInFailed,
    time: MINUTE,
    failures: 500,
    address: "192.0.2.4",
  });
});

Deno.test("an attack of an hour is 61 events, and a quiet minute none", async () => {
  const { time, report, told } = reporting();
  for (let second = 0; second < 3600; second++) {
    report.add("192.0.2.7");
    await time.advance(1000);
  }
  await time.advance(10 * MINUTE);
  assert.equal(told().length, 61);
  assert.equal(told().reduce((sum, count) => sum + count), 3600);
});

Deno.test("what has not been told is told at the end, and nothing waits any more", () => {
  const { time, report, told } = reporting();
  report.add("192.0.2.7");
  report.add("192.0.2.7");
  report.stop();
  assert.deepEqual(told(), [1, 1]);
  assert.deepEqual(time.waits, []);
});
