import assert from "node:assert/strict";
import { Activity } from "../../src/host/activity.ts";
import { activatedHost } from "../support/roles/test_host.ts";
import { machineEvent } from "../support/samples/machine_events.ts";

const MINUTE = 60_000;
const TOO_FEW = 0xC004F038;
const MALFORMED = 0x80070057;

Deno.test("a host's minutes begin with it, tell how requests ended, and go back an hour", async () => {
  const { host, time } = await activatedHost();
  await time.advance(12_345); // the stopwatch does not begin with the host
  const began = time.now();
  const activity = new Activity(host, time);
  assert.deepEqual(activity.recent, {
    since: began,
    begins: began,
    minutes: [{ requests: 0, activated: 0, tooFew: 0 }],
  });
  const results = [0, TOO_FEW, MALFORMED];
  await host.record(results.map((result, n) => ({ ...machineEvent(n + 1), result, time: time.now() })));
  await time.advance(MINUTE + 1);
  await host.record([{ ...machineEvent(9), time: time.now() }]);
  const busy = [{ requests: 3, activated: 1, tooFew: 1 }, { requests: 1, activated: 1, tooFew: 0 }];
  assert.deepEqual(activity.recent, { since: began, begins: began, minutes: busy });
  await time.advance(59 * MINUTE);
  const { since, begins, minutes } = activity.recent;
  assert.deepEqual([since, begins, minutes.length], [began, began + MINUTE, 60]);
  assert.deepEqual(minutes[0], busy[1]);
  await host.stop();
});

Deno.test("a clock that is set moves the minutes and loses none", async () => {
  const { host, time } = await activatedHost();
  const activity = new Activity(host, time);
  await host.record([{ ...machineEvent(1), time: time.now() }]);
  time.set(time.now() - 90 * MINUTE);
  assert.deepEqual(activity.recent, {
    since: time.now(),
    begins: time.now(),
    minutes: [{ requests: 1, activated: 1, tooFew: 0 }],
  });
  await host.stop();
});
