import fc from "fast-check";
import assert from "node:assert/strict";
import { MOST_HELD } from "../../../../tui/screens/activity/log_window.ts";
import { selectedEntry } from "../../../../tui/screens/activity/state.ts";
import { Watched } from "./log.ts";

Deno.test("the newest events are listed first, those from before the dashboard was opened too", () => {
  const board = new Watched(50);
  assert.deepEqual(board.rows().slice(0, 3), [">ws-49", "ws-48", "ws-47"]);
});

Deno.test("at the top the list follows: what happens is selected as it comes", () => {
  const board = new Watched(50);
  board.tick(2).answerAll();
  assert.deepEqual(board.rows().slice(0, 3), [">ws-51", "ws-50", "ws-49"]);
  assert.match(board.frame(), /✓ Following/);
});

Deno.test("a lower event stays selected, and in its row, while new ones come in above", () => {
  const board = new Watched(50).press("down", "j") as Watched;
  const before = board.rows();
  board.tick(7).answerAll();
  assert.deepEqual(board.rows(), before);
  assert.equal(before[2], ">ws-47");
  assert.match(board.frame(), /Held: 9 newer above/);
  board.press("home").press("up");
  assert.equal(board.rows()[0], ">ws-56");
});

Deno.test("going down reads older events to the beginning of the log, and no page twice", () => {
  const board = new Watched(950);
  for (let i = 0; i < 80; i++) {
    board.press("pagedown");
    board.answerAll();
  }
  assert.equal(board.rows().at(-1), ">ws-0");
  const places = board.orders.flatMap(({ effect }) =>
    effect.route === "events" ? [JSON.stringify(effect.input)] : []
  );
  assert.equal(new Set(places).size, places.length);
});

Deno.test("no more is held than the limit, however far a person goes, and coming back reads it again", () => {
  const board = new Watched(3000);
  const seen = new Set<number>();
  const look = () => {
    board.answerAll();
    const { top } = board.model.screens.activity.place;
    for (const n of board.held().slice(top, top + 19)) seen.add(n);
    assert.ok(board.held().length <= MOST_HELD + 100, `${board.held().length}`);
  };
  for (let i = 0; i < 200; i++) (board.press("pagedown"), look());
  assert.equal(seen.size, 3000);
  for (let i = 0; i < 200; i++) (board.press("pageup"), look());
  assert.equal(board.rows()[0], ">ws-2999");
  board.press("end").answerAll();
  board.press("end").answerAll();
  board.tick(5).press("home");
  board.answerAll();
  assert.equal(board.rows()[0], ">ws-3004");
});

Deno.test("a frozen list does not change and says how many events have come since", () => {
  const board = new Watched(50).press("space") as Watched;
  const before = board.rows();
  board.tick(3).answerAll();
  board.tick(4, 60).answerAll();
  assert.deepEqual(board.rows(), before);
  assert.match(board.frame(), /Paused: 7 events since/);
  board.press("space").tick(0);
  board.answerAll();
  assert.equal(board.rows()[0], ">ws-56");
});

Deno.test("who follows is not told the past of a burst: the newest is read at once", () => {
  const board = new Watched(50);
  board.tick(5000).answerAll();
  assert.equal(board.rows()[0], ">ws-5049");
  assert.ok(board.orders.filter(({ effect }) => effect.route === "events").length <= 5);
});

Deno.test("the log is read when something happened, and else every few seconds", () => {
  const board = new Watched(50);
  const calls = () => board.answerAll();
  board.tick(0, 10);
  assert.equal(calls(), 1);
  board.tick(0, 1).tick(0, 1);
  assert.equal(calls(), 0);
  board.tick(1, 1);
  assert.equal(calls(), 1);
  board.tick(0, 5);
  assert.equal(calls(), 1);
});

Deno.test("one call at a time is on its way; one that is not answered is made again after a while", () => {
  const board = new Watched(50).tick(1).tick(1).tick(1, 10);
  assert.equal(board.answerAll(), 1);
  board.tick(1).tick(0, 40);
  assert.equal(board.answerAll(), 2);
  assert.equal(board.rows()[0], ">ws-53");
});

Deno.test("a failure is said, and the next page is asked for when some seconds are over", () => {
  const board = new Watched(50).tick(1).fail("events", "connection refused").tick(0).tick(0);
  assert.match(board.frame(), /cannot be read: connection refused/);
  const before = board.orders.length;
  board.tick(0, 5);
  assert.equal(board.orders.length, before + 1);
  board.answerAll();
  assert.doesNotMatch(board.frame(), /cannot be read/);
});

Deno.test("the screen costs nothing while another is in front", () => {
  const board = new Watched(50).press("1") as Watched;
  const before = board.orders.filter(({ screen }) => screen === "activity").length;
  board.tick(5, 60).tick(5, 60);
  assert.equal(board.orders.filter(({ screen }) => screen === "activity").length, before);
  board.press("2").answerAll();
  assert.equal(board.rows()[0], ">ws-59");
});

Deno.test("Enter shows the whole event, with what its fields mean; Esc goes back to its row", () => {
  const board = new Watched(50).press("down", "enter") as Watched;
  assert.match(board.frame(), /licenceState +2, Initial grace period/);
  board.tick(3).answerAll();
  assert.match(board.frame(), /name +ws-48/);
  assert.match(board.press("end").frame(), /address +192\.0\.2\.7/);
  assert.equal((board.press("escape") as Watched).rows()[1], ">ws-48");
});

Deno.test("the list is as the log is, whatever happens: no event twice, none left out", () => {
  const step = fc.record({
    key: fc.constantFrom("pagedown", "pageup", "down", "up", "end", "home", "space"),
    happen: fc.oneof(fc.constant(0), fc.nat({ max: 8 }), fc.constant(250)),
    isAnswered: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const board = new Watched(700);
      for (const { key, happen, isAnswered } of steps) {
        board.tick(happen).press(key);
        const before = board.model.screens.activity;
        if (isAnswered) board.answerAll();
        const after = board.model.screens.activity;
        if (before.place.selected > 0 && before.reading?.direction !== "newest") {
          assert.equal(selectedEntry(after)?.n, selectedEntry(before)?.n);
        }
        const held = board.held();
        assert.deepEqual(held, held.map((_, i) => held[0]! - i));
        assert.ok(board.model.screens.activity.place.selected < Math.max(1, held.length));
      }
    }),
    { numRuns: 40 },
  );
});
