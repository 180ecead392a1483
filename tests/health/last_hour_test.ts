import assert from "node:assert/strict";
import fc from "fast-check";
import { LastHour } from "../../src/health/last_hour.ts";

const MINUTE = 60_000;

Deno.test("LastHour tells what happened in this minute and the 59 before it", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20 * MINUTE), { maxLength: 60 }), (waits) => {
      const hour = new LastHour();
      const seen: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        hour.add(now);
        seen.push(Math.floor(now / MINUTE));
        const minute = Math.floor(now / MINUTE);
        assert.equal(hour.total(now), seen.filter((one) => minute - one < 60).length);
        const counts = Array.from(
          { length: 60 },
          (_, i) => seen.filter((one) => one === minute - 59 + i).length,
        );
        assert.deepEqual(hour.minutes(now), counts);
      }
      assert.equal(hour.total(now + 60 * MINUTE), 0);
    }),
  );
});
