import fc from "fast-check";
import assert from "node:assert/strict";
import { drawColumns, stackedBar } from "../../../../tui/screens/reports/bars.ts";
import { widthOf } from "../../../../tui/text.ts";

const values = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 });

Deno.test("a bar is as long as its values together, and shows whatever is not nothing", () => {
  assert.equal(stackedBar([3, 1], 8, 16), "██████▓▓");
  assert.equal(stackedBar([0, 1], 1_000_000, 16), "▓");
  assert.equal(stackedBar([0, 0], 8, 16), "");
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 100 }), (values, longest) => {
    const sum = values.reduce((all, value) => all + value, 0);
    const bar = widthOf(stackedBar(values, Math.max(1, sum), longest));
    assert.equal(bar, sum === 0 ? 0 : longest);
  }));
});

Deno.test("columns are as high as their values, in eighths of a row", () => {
  const { rows } = drawColumns({ values: [0, 1, 12, 16], limits: [], width: 4, height: 2 });
  assert.deepEqual(rows, ["  ▄█", " ▁██"]);
});

Deno.test("limits run behind the columns, at the height of a column of that value", () => {
  const { rows, most } = drawColumns({ values: [1, 4, 0], limits: [2, 8], width: 9, height: 4 });
  assert.equal(most, 8);
  assert.deepEqual(rows, ["╌╌╌╌╌╌╌╌╌", "         ", "   ██    ", "▄▄╌██╌╌╌╌"]);
});

Deno.test("columns fit into their room, each as wide as the others and not lost where it is not nothing", () => {
  const room = fc.record({
    width: fc.integer({ min: 1, max: 200 }),
    height: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(fc.property(values, room, (values, { width, height }) => {
    const { rows, pitch } = drawColumns({ values, limits: [], width, height });
    const shown = Math.min(values.length, Math.floor(width / pitch));
    assert.equal(rows.length, height);
    for (const row of rows) assert.equal(widthOf(row), shown * pitch);
    const foot = rows.at(-1)!;
    for (let i = 0; i < shown; i++) assert.equal(foot[i * pitch] === " ", values[i] === 0, `column ${i}`);
  }));
});
