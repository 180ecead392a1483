import assert from "node:assert/strict";
import { Watched } from "./log.ts";

Deno.test("a filter is typed, applied with Enter and taken away with Esc", () => {
  const board = new Watched(3000).press("/").type("machine:ws-7*") as Watched;
  assert.equal(board.rows()[0], ">ws-2999");
  board.press("enter").answerAll();
  assert.deepEqual(board.rows().slice(0, 2), [">ws-799", "ws-798"]);
  assert.match(board.frame(), /only machine:ws-7\*/);
  board.press("escape").answerAll();
  assert.equal(board.rows()[0], ">ws-2999");
});

Deno.test("new events go through the filter, too", () => {
  const board = new Watched(50).press("/").type("ws-55").press("enter") as Watched;
  board.answerAll();
  board.tick(5).answerAll();
  assert.deepEqual(board.rows(), []);
  board.tick(5).answerAll();
  assert.deepEqual(board.rows(), [">ws-55"]);
});

Deno.test("looking for words reads some pages back, and on with a key; it says when there is no more", () => {
  const board = new Watched(5000).press("/").type("ws-7").press("enter") as Watched;
  board.answerAll();
  const asked = () => board.orders.length;
  const before = asked();
  board.press("/").press("ctrl+u").type("nobody").press("enter");
  board.answerAll();
  assert.match(board.frame(), /No event is like that in the newest part of the log\. ↓ searches on/);
  assert.ok(asked() - before <= 11, `${asked() - before} calls`);
  for (let i = 0; i < 3; i++) board.press("down").answerAll();
  assert.match(board.frame(), /No event is like that\./);
});

Deno.test("what cannot be understood is said, and what was typed can be mended", () => {
  const board = new Watched(50).press("/").type("id:99").press("enter") as Watched;
  assert.match(board.frame(), /there is no event 99/);
  board.press("backspace", "backspace").type("12310").press("enter").answerAll();
  assert.match(board.frame(), /only id:12310/);
});

Deno.test("Esc leaves the field and the filter as it was; q and digits are typed", () => {
  const board = new Watched(50).press("/").type("q1") as Watched;
  assert.equal(board.quits, 0);
  assert.match(board.frame(), /Filter: q1/);
  assert.match(board.press("escape").frame(), /all events/);
});

Deno.test("an answer to a call from before the filter is not taken", () => {
  const board = new Watched(50).tick(1);
  const stale = board.orders.at(-1)!;
  board.press("/").type("machine:nobody").press("enter");
  if (stale.effect.route !== "events") throw new Error("no page was asked for");
  const { route, tag, input } = stale.effect;
  board.take({
    kind: "outcome",
    screen: "activity",
    outcome: { kind: "answered", route, tag, output: board.log.page(input) },
  });
  assert.deepEqual(board.rows(), []);
});
