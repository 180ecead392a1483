import assert from "node:assert/strict";
import type { Driven } from "../../driving.tsx";
import { NOON, sampleLine } from "../../samples.ts";
import {
  ACTIVITY,
  answer,
  FORECAST,
  latestTag,
  refuse,
  reportsBoard,
  sampleReport,
  tell,
} from "./sample_charts.ts";

const MADE = sampleReport("activity-history", [ACTIVITY, ACTIVITY]);

function asked(board: Driven): unknown[] {
  return board.ordersOf("reports").map(({ route, input }) => route === "report" && input.name);
}

function at(board: Driven, time: number): Driven {
  return board.stream({ kind: "line", line: sampleLine([], { time }) });
}

Deno.test("a report is asked for when it is shown, without its rows, and no more while it is fresh", () => {
  const board = reportsBoard(80, 24);
  assert.deepEqual(board.ordersOf("reports").map(({ input }) => input), [{
    name: "activity-history",
    rows: false,
  }]);
  answer(board, MADE).press("right", "left", "tab", "shift+tab");
  for (let i = 1; i < 50; i++) at(board, NOON + i * 1000);
  assert.equal(asked(board).length, 1);
  at(board, NOON + 61_000).press("tab", "shift+tab");
  assert.deepEqual(asked(board), ["activity-history", "activity-history"]);
});

Deno.test("r makes a report anew, once, and keeps what was made until then", () => {
  const board = answer(reportsBoard(80, 24), MADE).press("r", "r", "r");
  assert.equal(asked(board).length, 2);
  assert.match(board.frame(), /making the report.*this one is of 2026-11-22 10:52:00/);
  assert.match(board.frame(), /2026-11-22 .*█/);
  at(board, NOON + 60_000);
  answer(board, sampleReport("activity-history", [ACTIVITY], NOON + 60_000));
  assert.match(board.frame(), /Made 2026-11-22 10:53:00 UTC/);
});

Deno.test("no report is made later than the clock that is shown", () => {
  const board = answer(reportsBoard(80, 24), sampleReport("activity-history", [ACTIVITY], NOON + 1100));
  at(board, NOON + 1000);
  assert.match(board.frame(), /Made 2026-11-22 10:52:00 UTC/);
});

Deno.test("when the report was made is told on the smallest terminal too while it is made anew", () => {
  for (const [later, time] of [[12_000, "10:52:00"], [86_400_000, "11-22 10:52"]] as const) {
    const board = answer(reportsBoard(60, 12), MADE).press("r");
    at(board, NOON + later);
    assert.match(board.frame(), new RegExp(`of ${time} *$`, "m"));
  }
});

Deno.test("one report is made at a time, and then the one that is looked at, whatever was passed on the way", () => {
  const board = reportsBoard(80, 24).press(
    "right",
    "right",
    "right",
    "right",
    "left",
    "left",
    "left",
    "left",
    "left",
    "left",
  );
  assert.deepEqual(asked(board), ["activity-history"]);
  assert.match(board.frame(), /makes this report after another one/);
  answer(board, MADE);
  assert.deepEqual(asked(board), ["activity-history", "forecast"]);
  answer(board, sampleReport("forecast", [FORECAST, FORECAST]));
  assert.equal(asked(board).length, 2);
  assert.match(board.frame(), /The count at the end of each day/);
});

Deno.test("an answer to another question, and one of another report, changes nothing", () => {
  const board = reportsBoard(80, 24);
  const before = board.frame();
  tell(board, { kind: "answered", route: "report", tag: "0", output: MADE });
  assert.equal(board.frame(), before);
  answer(board, sampleReport("forecast", [FORECAST]));
  assert.doesNotMatch(board.frame(), /The count at the end/);
});

Deno.test("what went wrong is told beside what was made before, and r tries again", () => {
  const board = refuse(answer(reportsBoard(80, 24), MADE).press("r"), "the host is stopping", "ask later");
  assert.match(board.frame(), /✗ the host is stopping \(ask later\); this one is of 2026-11-22/);
  assert.match(board.frame(), /2026-11-22 .*█/);
  answer(board.press("r"), MADE);
  assert.doesNotMatch(board.frame(), /stopping/);
  assert.equal(latestTag(board), "3");
});

Deno.test("the past is shown from today backwards, what comes from today on", () => {
  const past = answer(reportsBoard(80, 24), MADE);
  assert.match(past.frame(), /> 2026-11-22/);
  const future = answer(answer(past.press("left", "left"), sampleReport("forecast", [FORECAST])), MADE);
  assert.match(future.frame(), /> 2026-11-22/);
  assert.match(future.press("end").frame(), /> 2026-12-23/);
  assert.match(future.press("right", "left").frame(), /> 2026-11-22/);
});
