import assert from "node:assert/strict";
import fc from "fast-check";
import { legendText } from "../../../../tui/screens/reports/legend.ts";
import { widthOf } from "../../../../tui/text.ts";

const PARTS = [
  { mark: "█", name: "Sample Client, Professional", count: "1,204" },
  { mark: "▓", name: "Sample Server", count: "30" },
];

Deno.test("a legend has names and counts as far as there is room, and shortens the longest name first", () => {
  assert.equal(legendText(PARTS, 58), "█ Sample Client, Professional: 1,204  ▓ Sample Server: 30");
  assert.equal(legendText(PARTS, 48), "█ Sample Client, Pr…: 1,204  ▓ Sample Server: 30");
  assert.equal(legendText(PARTS, 30), "█ Sampl…: 1,204  ▓ Sampl…: 30");
  assert.equal(legendText(PARTS, 10), "█ 1,204  ▓ 30");
});

Deno.test("a legend loses no count, and fits wherever marks and counts do", () => {
  const part = fc.record({
    mark: fc.constant("█"),
    name: fc.string({ maxLength: 30 }),
    count: fc.nat().map(String),
  });
  fc.assert(fc.property(fc.array(part, { maxLength: 9 }), fc.nat({ max: 200 }), (parts, width) => {
    const text = legendText(parts, width);
    const least = parts.map(({ mark, count }) => `${mark} ${count}`).join("  ");
    assert.ok(widthOf(text) <= Math.max(width, widthOf(least)));
    assert.ok(parts.every(({ count }) => text.includes(count)));
  }));
});
