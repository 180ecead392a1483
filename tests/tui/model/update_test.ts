import assert from "node:assert/strict";
import fc from "fast-check";
import { widthOf } from "../../../tui/text.ts";
import type { StreamChange } from "../../../tui/model/host_view.ts";
import { isTyping } from "../../../tui/model/bindings_now.ts";
import { update } from "../../../tui/model/update.ts";
import { SCREEN_NAMES } from "../../../tui/screens/mod.ts";
import { change } from "../arbitraries.ts";
import { Driven } from "../driving.tsx";
import { sampleLine } from "../samples.ts";

const KEYS = [
  ...[
    "up",
    "down",
    "pageup",
    "pagedown",
    "home",
    "end",
    "enter",
    "escape",
    "tab",
    "shift+tab",
    "left",
    "right",
  ],
  ..."jkgGsyn/?123456789 fx",
  "backspace",
  "ctrl+u",
];

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

Deno.test("every frame fits its terminal and is free of control characters, whatever is pressed and told", () => {
  const happening = fc.oneof(
    fc.constantFrom(...KEYS).map((key) => (board: Driven) => board.press(key)),
    fc.string({ unit: "binary" }).map((text) => (board: Driven) => board.paste(text)),
    change.map((change) => (board: Driven) => board.stream(change)),
    fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }))
      .map(([columns, rows]) => (board: Driven) => board.resize(columns, rows)),
  );
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 25 }), (happenings) => {
      const board = new Driven();
      for (const happens of happenings) happens(board);
      const { columns, rows } = board.model.size;
      const lines = board.frame().split("\n");
      assert.ok(lines.length <= rows, `${lines.length} rows on ${rows}`);
      for (const line of lines) {
        assert.ok(!CONTROL.test(line), JSON.stringify(line));
        assert.ok(widthOf(line) <= columns, `${widthOf(line)} columns on ${columns}: ${line}`);
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("Tab goes through all screens and back to the first", () => {
  const board = new Driven();
  const seen = SCREEN_NAMES.map(() => board.press("tab").model.screen);
  assert.deepEqual(seen, [...SCREEN_NAMES.slice(1), SCREEN_NAMES[0]]);
});

Deno.test("a digit goes to the screen of that number, and one without a screen does nothing", () => {
  const board = new Driven();
  SCREEN_NAMES.forEach((name, i) => assert.equal(board.press(`${i + 1}`).model.screen, name));
  const last = board.model.screen;
  assert.equal(board.press(`${SCREEN_NAMES.length + 1}`).model.screen, last);
});

Deno.test("the help opens and closes, and scrolls no further than its end", () => {
  const board = new Driven({ columns: 60, rows: 12 }).stream({ kind: "line", line: sampleLine() });
  assert.match(board.press("?").frame(), /On every screen/);
  board.press("end");
  const end = board.frame();
  assert.match(end, /No or Yes/);
  assert.equal(board.press("down", "pagedown").frame(), end);
  assert.doesNotMatch(board.press("escape").frame(), /On every screen/);
});

Deno.test("q and Ctrl-C leave", () => {
  for (const key of ["q", "ctrl+c"]) assert.equal(new Driven().press(key).quits, 1, key);
  assert.equal(new Driven().press("?", "q").quits, 1);
  assert.equal(new Driven({ columns: 20, rows: 5 }).press("x", "q").quits, 1);
});

Deno.test("a host that refuses the sign-in is asked nothing more, and nothing can be typed for it", () => {
  const line = { kind: "line", line: sampleLine() } as const;
  for (const before of [["4"], ["5", "i"], ["3", "/"], ["1"]]) {
    const board = new Driven().stream(line).press(...before).stream({ kind: "refused" }, line);
    const asked = board.orders.length;
    for (const name of SCREEN_NAMES) board.goTo(name).press("enter", "a", "i", "r", "/");
    assert.equal(board.orders.length, asked, `after ${before.join(" ")}`);
    assert.match(board.frame(), /The host refuses the sign-in/);
    assert.equal(board.press("q").quits, 1);
  }
});

Deno.test("a reader is told so at once where a key would change something, and no field opens", () => {
  const board = new Driven().stream({ kind: "line", line: sampleLine() });
  board.callerIs("rita from 192.0.2.7", "reader");
  assert.match(board.frame(), /rita, reader · kms-01/);
  for (const key of ["a", "c", "i", "r"]) {
    assert.match(board.goTo("licence").press(key).frame(), /! a reader may look, and change nothing/, key);
    assert.ok(!isTyping(board.model), key);
  }
  board.paste("1234567 1234567");
  assert.ok(!isTyping(board.model), "nor by what is pasted");
  assert.deepEqual(board.ordersOf("licence"), []);
  board.callerIs("rita from 192.0.2.7", "administrator").press("i");
  assert.ok(isTyping(board.model));
});

Deno.test("who the person is is asked for with every connection, and of no concern at the host's own computer", () => {
  const line = { kind: "line", line: sampleLine() } as const;
  const lost = { kind: "lost", reason: "gone", retrySeconds: 1 } as const;
  const routes = (before: StreamChange[], change: StreamChange) =>
    update(new Driven().stream(...before).model, { kind: "stream", change })
      .orders.filter(({ screen }) => screen === null).map(({ effect }) => effect.route);
  assert.deepEqual(routes([], line), ["caller"]);
  assert.deepEqual(routes([line], line), []);
  assert.deepEqual(routes([line, lost], line), ["caller"]);
  assert.ok(!new Driven().stream(line).callerIs("local", "administrator").frame().includes("local"));
});
