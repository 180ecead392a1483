import fc from "fast-check";
import assert from "node:assert/strict";
import { cleanDeep, widthOf } from "../../../../tui/text.ts";
import { type Chart, REPORT_VIEWS } from "../../../../tui/screens/reports/views.ts";
import { hostileText } from "../../arbitraries.ts";
import type { Driven } from "../../driving.tsx";
import { NOON, sampleLine } from "../../samples.ts";
import { ACTIVITY, answer, FORECAST, refuse, reportsBoard, sampleReport, STATES } from "./sample_charts.ts";

const NEW: Chart = { ...ACTIVITY, title: "New activations a day", unit: "activations" };

const ACTIVITIES = sampleReport("activity-history", [ACTIVITY, NEW]);

const VIEWS: Readonly<Record<string, (board: Driven) => Driven>> = {
  "days": (board) => answer(board, ACTIVITIES).press("up", "up"),
  "states": (board) =>
    answer(
      answer(board, ACTIVITIES).press("right", "right", "right"),
      sampleReport("activation-count", [STATES]),
      sampleReport("licensing-status", [STATES]),
    ),
  "what the count will be": (board) =>
    answer(answer(board, ACTIVITIES).press("left"), sampleReport("forecast", [FORECAST, STATES])).press(
      "left",
    ),
  "particulars": (board) => answer(board, ACTIVITIES).press("enter"),
  "that it is being made": (board) =>
    board.stream({ kind: "line", line: sampleLine([], { time: NOON + 4000 }) }),
  "why it cannot be made": (board) =>
    refuse(board, "The report cannot be made: the host is stopping", "ask again once it runs"),
};

function drawn(view: (board: Driven) => Driven, columns: number, rows: number): string {
  return view(reportsBoard(columns, rows)).frame();
}

for (const [name, view] of Object.entries(VIEWS)) {
  for (const [columns, rows] of [[80, 24], [60, 12]] as const) {
    Deno.test(`reports show ${name} at ${columns}x${rows}`, async (t) => {
      await t.assertSnapshot(`\n${drawn(view, columns, rows)}\n`);
    });
  }
}

Deno.test("reports use the room of a large terminal, and have a column for each series", async (t) => {
  await t.assertSnapshot(`\n${drawn(VIEWS["days"]!, 198, 58)}\n`);
});

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const whole = fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
const chart: fc.Arbitrary<Chart> = fc.record({
  title: hostileText,
  unit: hostileText,
  kind: fc.constantFrom("bars", "steps"),
  axis: fc.constantFrom("days", "names"),
  categories: fc.array(hostileText, { maxLength: 80 }),
  series: fc.array(fc.record({ name: hostileText, values: fc.array(whole, { maxLength: 80 }) }), {
    maxLength: 9,
  }),
  limits: fc.array(fc.record({ name: hostileText, value: whole }), { maxLength: 4 }),
});

Deno.test("no chart breaks its terminal, whatever the host sends", () => {
  const size = fc.tuple(fc.integer({ min: 60, max: 200 }), fc.integer({ min: 12, max: 60 }));
  const keys = fc.array(fc.constantFrom("up", "pagedown", "end", "enter", "escape"), { maxLength: 4 });
  fc.assert(
    fc.property(chart, size, keys, (chart, [columns, rows], keys) => {
      const board = reportsBoard(columns, rows);
      answer(board, cleanDeep(sampleReport(REPORT_VIEWS[0]!.report, [chart]))).press(...keys);
      const lines = board.frame().split("\n");
      assert.ok(lines.length <= rows);
      for (const line of lines) {
        assert.ok(!CONTROL.test(line), JSON.stringify(line));
        assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns on ${columns}: ${line}`);
      }
    }),
    { numRuns: 60 },
  );
});
