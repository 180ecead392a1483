import fc from "fast-check";
import assert from "node:assert/strict";
import { bars } from "../../../tui/model/bars.ts";

Deno.test("a bar is as high as its value, and what is there at all is seen", () => {
  assert.deepEqual(bars([0, 1, 4, 8, 1000], 1, 8), [".▁▄██"]);
  assert.deepEqual(bars([0, 1, 8, 12, 16], 2, 16), ["   ▄█", ".▁███"]);
  assert.deepEqual(bars([0, 1], 1, 1_000_000), [".▁"]);
  assert.deepEqual(bars([0, 0], 1, 0), [".."]);
  assert.deepEqual(bars([], 2, 1), ["", ""]);
});

Deno.test("every row has one column for each value, and a higher value no lower bar", () => {
  const values = fc.array(fc.nat({ max: 10_000 }), { maxLength: 80 });
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 8 }), (values, rows) => {
    const drawn = bars(values, rows, Math.max(0, ...values));
    assert.equal(drawn.length, rows);
    for (const row of drawn) assert.equal([...row].length, values.length);
    const height = (i: number) => drawn.reduce((sum, row) => sum + " .▁▂▃▄▅▆▇█".indexOf(row[i]!), 0);
    for (let i = 1; i < values.length; i++) {
      if (values[i]! >= values[i - 1]!) assert.ok(height(i) >= height(i - 1));
    }
  }));
});
