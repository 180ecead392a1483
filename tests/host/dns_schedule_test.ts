import assert from "node:assert/strict";
import { isDue, nextTry, type Tries } from "../../src/host/dns_schedule.ts";

const MINUTE = 60_000;
const RECORD = { priority: 0, weight: 0, port: 1688, target: "one.example", ttl: 3600 };

Deno.test("a failure is tried again after a minute, then after longer and longer, an hour at most; success after a day", () => {
  let tries: Tries | undefined;
  const waits = Array.from({ length: 9 }, () => {
    tries = nextTry(tries, false, 0);
    return tries.next / MINUTE;
  });
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
  tries = nextTry(tries, true, 0);
  assert.deepEqual(tries, { failures: 0, next: 24 * 60 * MINUTE });
  assert.equal(nextTry(tries, false, 0).next, MINUTE);
});

Deno.test("a domain is due when its time has come, or when what should be there is no more what is there", () => {
  const quiet: Tries = { failures: 0, next: 100 };
  assert.equal(isDue(quiet, 99, RECORD, { ...RECORD, ttl: 60 }), false);
  assert.equal(isDue(quiet, 100, RECORD, RECORD), true);
  for (const change of [{ port: 1 }, { priority: 1 }, { weight: 1 }, { target: "two.example" }]) {
    assert.equal(isDue(quiet, 0, { ...RECORD, ...change }, RECORD), true);
  }
  assert.equal(isDue(quiet, 0, undefined, RECORD), true);
  assert.equal(isDue(quiet, 0, undefined, undefined), false);
});

Deno.test("what failed waits for its time, whatever should be there", () => {
  assert.equal(isDue({ failures: 1, next: 100 }, 99, RECORD, undefined), false);
  assert.equal(isDue({ failures: 1, next: 100 }, 100, RECORD, undefined), true);
});
