import assert from "node:assert/strict";
import fc from "fast-check";
import { Throttle } from "../../src/admin/throttle.ts";
import { addressGroup } from "../../src/policy/remote_address.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The delays right after each of `count` failures, each as soon as the delay before it is over. */
function delaysAfter(count: number): number[] {
  const throttle = new Throttle();
  let now = 0;
  return Array.from({ length: count }, () => {
    throttle.failed("192.0.2.7", now);
    const delay = throttle.delay("192.0.2.7", now);
    now += delay;
    return delay;
  });
}

Deno.test("two failures are free, the third costs a second, and each further one twice as much up to 30", () => {
  assert.deepEqual(
    delaysAfter(10).map((delay) => delay / SECOND),
    [0, 0, 1, 2, 4, 8, 16, 30, 30, 30],
  );
});

Deno.test("a delay runs down, and is over when its time has come", () => {
  const throttle = new Throttle();
  for (let i = 0; i < 4; i++) throttle.failed("192.0.2.7", 0);
  assert.equal(throttle.delay("192.0.2.7", 500), 1500);
  assert.equal(throttle.delay("192.0.2.7", 1999), 1);
  assert.equal(throttle.delay("192.0.2.7", 2000), 0);
});

Deno.test("ten minutes without a failure are forgotten with all before", () => {
  const throttle = new Throttle();
  for (let i = 0; i < 20; i++) throttle.failed("192.0.2.7", 0);
  throttle.failed("192.0.2.7", 10 * MINUTE - 1);
  assert.equal(throttle.delay("192.0.2.7", 10 * MINUTE - 1), 30 * SECOND);
  throttle.failed("192.0.2.7", 20 * MINUTE);
  assert.equal(throttle.delay("192.0.2.7", 20 * MINUTE), 0);
});

Deno.test("one network's IPv6 addresses share their failures", () => {
  const throttle = new Throttle();
  for (let i = 1; i <= 3; i++) throttle.failed(`2001:db8::${i}`, 0);
  assert.equal(throttle.delay("2001:db8::ffff", 0), SECOND);
  assert.equal(throttle.delay("2001:db8:1::1", 0), 0);
});

const address = fc.oneof(
  fc.nat({ max: 9 }).map((n) => `192.0.2.${n}`),
  fc.nat({ max: 9 }).map((n) => `2001:db8:0:${n}::1`),
);
const failures = fc.array(fc.record({ address, after: fc.nat({ max: 2 * MINUTE }) }), { maxLength: 200 });

Deno.test("an address without failures never waits, whatever others do, and nobody waits more than 30 seconds", () => {
  fc.assert(fc.property(failures, address, (list, asking) => {
    const throttle = new Throttle();
    let now = 0;
    for (const failure of list) {
      now += failure.after;
      throttle.failed(failure.address, now);
      const delay = throttle.delay(asking, now);
      const own = list.slice(0, list.indexOf(failure) + 1)
        .filter((one) => addressGroup(one.address) === addressGroup(asking));
      if (own.length <= 2) assert.equal(delay, 0);
      assert.ok(delay >= 0 && delay <= 30 * SECOND);
    }
  }));
});

Deno.test("a clock that is set back makes nobody wait longer than before", () => {
  const throttle = new Throttle();
  for (let i = 0; i < 3; i++) throttle.failed("192.0.2.7", 1_000_000);
  assert.equal(throttle.delay("192.0.2.7", 0), SECOND);
});
