import assert from "node:assert/strict";
import fc from "fast-check";
import { kept, LIST_START, type ListMove, moved } from "../../../tui/model/list.ts";

const MOVES: readonly ListMove[] = ["up", "down", "pageUp", "pageDown", "first", "last"];
const total = fc.nat({ max: 1000 });
const rows = fc.integer({ min: 0, max: 60 });

Deno.test("what is selected is in the list and on the screen, whatever the moves and sizes", () => {
  const step = fc.record({ move: fc.constantFrom(...MOVES), total, rows });
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    let place = LIST_START;
    for (const { move, total, rows } of steps) {
      place = moved(kept(place, total, rows), move, total, rows);
      const room = Math.max(1, rows);
      assert.ok(place.selected >= 0 && place.selected < Math.max(1, total));
      assert.ok(place.top >= 0 && place.top <= place.selected && place.selected < place.top + room);
      assert.ok(place.top + room <= Math.max(total, room), "rows stand empty while there are entries above");
    }
  }));
});

Deno.test("each move goes where its name says", () => {
  const from = { selected: 50, top: 45 };
  const to = (move: ListMove) => moved(from, move, 100, 10).selected;
  assert.deepEqual(MOVES.map(to), [49, 51, 41, 59, 0, 99]);
});
