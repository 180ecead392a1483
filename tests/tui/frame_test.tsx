import fc from "fast-check";
import assert from "node:assert/strict";
import type { StreamChange } from "../../tui/model/host_view.ts";
import { SCREEN_NAMES } from "../../tui/screens/mod.ts";
import { widthOf } from "../../tui/text.ts";
import { change } from "./arbitraries.ts";
import { Driven } from "./driving.tsx";
import { sampleLine } from "./samples.ts";

const LINE: StreamChange = { kind: "line", line: sampleLine() };

function drawn(changes: readonly StreamChange[], columns: number, rows: number): string {
  return new Driven({ columns, rows }).stream(...changes).frame();
}

for (const [columns, rows] of [[40, 24], [59, 24], [80, 11], [20, 2], [5, 1]] as const) {
  Deno.test(`a terminal of ${columns}x${rows} is said to be too small`, async (t) => {
    await t.assertSnapshot(`\n${drawn([LINE], columns, rows)}\n`);
  });
}

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

Deno.test("no frame is wider or higher than its terminal or holds a control character, whatever the host sends", () => {
  const size = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), size, (changes, [columns, rows]) => {
      const lines = drawn(changes, columns, rows).split("\n");
      assert.ok(lines.length <= rows, `${lines.length} rows on ${rows}`);
      for (const line of lines) {
        assert.ok(!CONTROL.test(line), JSON.stringify(line));
        assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns on ${columns}: ${line}`);
      }
    }),
    { numRuns: 100 },
  );
});

Deno.test("the tabs stay where they are when another screen comes to the front", () => {
  const board = new Driven({ columns: 132, rows: 24 });
  const tabs = SCREEN_NAMES.map((_, i) => {
    const [, row = ""] = board.press(`${i + 1}`).frame().split("\n");
    assert.match(row, new RegExp(`\\[${i + 1} \\w+\\]`));
    return row.replace(/[\[\]]/g, " ").trimEnd();
  });
  assert.equal(new Set(tabs).size, 1, tabs.join("\n"));
});

Deno.test("the help is in the footer of every screen, and no key stands there in part", () => {
  for (const columns of [60, 80, 200]) {
    const board = new Driven({ columns, rows: 12 }).stream(LINE);
    for (const name of SCREEN_NAMES) {
      const footer = board.goTo(name).frame().split("\n").at(-1) ?? "";
      assert.match(footer, / \? help( |$)/, `${name} at ${columns}`);
      assert.doesNotMatch(footer, /…/);
    }
  }
});

Deno.test("the footer names no key to a reader that a reader may not use", () => {
  const board = new Driven({ columns: 100, rows: 24 }).stream(LINE).goTo("licence");
  const footer = () => board.frame().split("\n").at(-1) ?? "";
  assert.match(
    board.callerIs("alice from 192.0.2.1", "administrator").frame(),
    /a activate {2}o phone {2}c confirm/,
  );
  board.callerIs("rita from 192.0.2.1", "reader");
  assert.match(footer(), /^ o phone {2}q quit {2}\? help/);
  assert.match(board.press("a").frame(), /a reader may look, and change nothing/);
});
