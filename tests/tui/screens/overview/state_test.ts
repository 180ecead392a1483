import assert from "node:assert/strict";
import type { AlertView, EventEntry } from "../../../../src/api/types.ts";
import type { HostEvent } from "../../../../src/policy/events.ts";
import { INITIAL_HOST } from "../../../../tui/model/host_view.ts";
import { feedOf, INITIAL_OVERVIEW, selectedAlert } from "../../../../tui/screens/overview/state.ts";
import { Driven } from "../../driving.tsx";
import { NOON, sampleLine, sampleRequest } from "../../samples.ts";

function tick(board: Driven, time: number, events: HostEvent[] = []): string[] {
  const before = board.orders.length;
  board.stream({ kind: "line", line: sampleLine(events, { time }) });
  return board.orders.slice(before).map(({ effect }) => effect.route);
}

function entriesOf(names: readonly string[]): EventEntry[] {
  return names.map((name, n) => ({ source: "journal", n, product: null, event: sampleRequest({ name }) }));
}

const ACTIVITY = {
  time: NOON,
  since: null,
  minutes: [],
  begins: null,
  checkpoint: null,
  journal: null,
  freeBytes: null,
};

function alert(condition: string): AlertView {
  return {
    condition,
    title: condition,
    severity: "warning",
    since: NOON,
    text: condition,
    remedy: "mend it",
  };
}

Deno.test("the last hour is asked for every five seconds of the host's clock, and not before the host has spoken", () => {
  const board = new Driven();
  assert.deepEqual(board.orders, []);
  assert.deepEqual(tick(board, NOON), ["activity", "events"]);
  board.answer("activity", ACTIVITY);
  assert.deepEqual([1, 4, 5, 6].flatMap((s) => tick(board, NOON + s * 1000)), ["activity"]);
  board.answer("activity", ACTIVITY);
  assert.deepEqual(tick(board, NOON - 3_600_000), ["activity"], "a clock that was set back");
});

Deno.test("a call that is not answered is made again after half a minute, a failed one after five seconds", () => {
  const board = new Driven();
  tick(board, NOON);
  assert.deepEqual([5, 10, 29].flatMap((s) => tick(board, NOON + s * 1000)), []);
  assert.deepEqual(tick(board, NOON + 30_000), ["activity"]);
  board.fail("activity", "gone");
  assert.deepEqual(tick(board, NOON + 35_000), ["activity"]);
});

Deno.test("nothing is asked while another screen is in front", () => {
  const board = new Driven();
  tick(board, NOON);
  board.press("2");
  assert.ok(!tick(board, NOON + 60_000).includes("activity"));
  board.answer("activity", ACTIVITY).press("1");
  assert.equal(board.orders.at(-1)?.effect.route, "activity");
});

Deno.test("what happened before the dashboard was opened stands below what it saw, each once", () => {
  const board = new Driven();
  tick(board, NOON, [sampleRequest({ name: "both" })]);
  board.answer("events", {
    events: entriesOf(["old", "older", "both"]),
    before: "0",
    after: "3",
    atEnd: true,
    unreadable: 0,
  });
  tick(board, NOON, [sampleRequest({ name: "new" })]);
  const { host, screens } = board.model;
  const names = feedOf(screens.overview, host.feed, 10)
    .map((entry) => entry.kind === "event" && "name" in entry.event ? entry.event.name : entry.kind);
  assert.deepEqual(names, ["new", "both", "older", "old"]);
  assert.equal(feedOf(screens.overview, host.feed, 3).length, 3);
  assert.deepEqual(feedOf(INITIAL_OVERVIEW, INITIAL_HOST.feed, 3), []);
});

Deno.test("the selected alert stays selected when a worse one comes; the worst is when it is over", () => {
  const board = new Driven();
  const tell = (...conditions: string[]) =>
    board.stream({ kind: "line", line: sampleLine([], { alerts: conditions.map(alert) }) });
  const selected = () => selectedAlert(board.model.screens.overview, board.model.host.status?.alerts ?? []);
  tell("a", "b").press("down");
  assert.equal(selected(), 1);
  tell("worse", "a", "b");
  assert.equal(selected(), 2);
  tell("worse", "a");
  assert.equal(selected(), 0);
});

Deno.test("an alert that is open stays open when it is over, as it was", () => {
  const board = new Driven();
  board.stream({ kind: "line", line: sampleLine([], { alerts: [alert("countLow")] }) }).press("enter");
  board.stream({ kind: "line", line: sampleLine() });
  assert.match(board.frame(), /To mend it +mend it/);
  assert.doesNotMatch(board.press("escape").frame(), /To mend it/);
  assert.doesNotMatch(board.press("enter").frame(), /To mend it/);
});
