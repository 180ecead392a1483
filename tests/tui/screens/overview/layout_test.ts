import fc from "fast-check";
import assert from "node:assert/strict";
import { divided, isWide, widelyDivided } from "../../../../tui/screens/overview/layout.ts";

const few = fc.nat({ max: 40 });
const room = fc.record({
  width: fc.integer({ min: 58, max: 198 }),
  height: fc.integer({ min: 9, max: 120 }),
});
const wish = fc.record({
  standing: fc.integer({ min: 1, max: 4 }),
  alerts: few,
  gauges: few,
  facts: fc.nat({ max: 6 }),
});

Deno.test("no part of a single column takes another's room, and the feed has some", () => {
  fc.assert(fc.property(room, wish, (room, wish) => {
    const { roomy, alerts, gauges, facts, feed } = divided(room, wish);
    assert.ok(wish.standing + alerts + gauges + facts + feed + (roomy ? 5 : 0) <= room.height);
    assert.ok(feed >= 1);
    assert.ok(wish.alerts === 0 || alerts >= 1, "the worst alert is always shown");
    assert.ok(wish.gauges < 2 || gauges >= 2);
  }));
});

Deno.test("two columns leave room for the feed and use what they have", () => {
  fc.assert(fc.property(room, wish, few, (room, wish, right) => {
    fc.pre(isWide(room));
    const { alerts, panels, feed, chart } = widelyDivided(room, wish, right);
    assert.ok(wish.standing + alerts + panels + feed + 5 <= room.height);
    assert.ok(feed >= 1 && panels >= 6 && chart >= 2);
  }));
});
