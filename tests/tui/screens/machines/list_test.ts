import fc from "fast-check";
import assert from "node:assert/strict";
import { rowAt } from "../../../../tui/screens/machines/window.ts";
import { machinesFrom, sampleMachine } from "./fake_list.ts";
import { later, machinesBoard, names, refuse, selectedName } from "./machines_board.ts";

const MANY = machinesFrom(0, 20_000);
/** On a terminal of 24 rows. */
const ROWS = 18;

Deno.test("a page is asked for when the screen is shown, and then every three seconds of the host's time", () => {
  const { board, list } = machinesBoard(MANY);
  assert.deepEqual(list.wishes, [{ sort: "lastSeen", descending: true, offset: 0, limit: 3 * ROWS }]);
  later(board, 2900);
  assert.equal(board.ordersOf("machines").length, 1);
  later(board, 3000);
  later(board, 9000);
  assert.equal(board.ordersOf("machines").length, 2);
  list.answerAll(board);
  later(board, -60_000);
  assert.equal(board.ordersOf("machines").length, 3);
});

Deno.test("a list that is not in front is not asked for", () => {
  const { board } = machinesBoard(MANY);
  board.press("tab");
  const before = board.ordersOf("machines").length;
  for (let i = 1; i < 20; i++) later(board, i * 5000);
  assert.equal(board.ordersOf("machines").length, before);
});

Deno.test("End and Home are there at once; rows that have not come are dots, and no more is held than three screens", () => {
  const { board, list } = machinesBoard(MANY);
  board.press("end");
  assert.deepEqual(names(board), new Array(ROWS).fill(undefined));
  assert.match(board.frame(), /20,000 of 20,000/);
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-19999");
  assert.equal(names(board)[0], `ws-${20_000 - ROWS}`);
  assert.ok(board.model.screens.machines.held!.page.rows.length <= 3 * ROWS);
  board.press("home");
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-0");
});

Deno.test("however fast a person scrolls, one page at a time is asked for, and then the one that is looked at", () => {
  const { board, list } = machinesBoard(MANY);
  for (let i = 0; i < 1000; i++) board.press("pagedown");
  assert.equal(board.ordersOf("machines").length, 2);
  list.answerAll(board);
  assert.equal(board.ordersOf("machines").length, 3);
  assert.ok(!names(board).includes(undefined));
  assert.equal(selectedName(board), `ws-${17 * 1000}`);
});

Deno.test("within what is held nothing is asked for, and the next page before its edge is reached", () => {
  const { board, list } = machinesBoard(MANY);
  for (let i = 0; i < ROWS; i++) board.press("down");
  assert.equal(board.ordersOf("machines").length, 1);
  for (let i = 0; i < 400; i++) {
    const { held, place } = board.press("down").model.screens.machines;
    assert.ok(rowAt(held!.page, place.top + ROWS - 1) !== undefined, `after ${i}`);
    list.answerAll(board);
  }
});

Deno.test("the selected machine stays selected, in its row, wherever it goes; at the top the newest are seen", () => {
  const { board, list } = machinesBoard(MANY);
  board.press("pagedown", "pagedown", "up", "up");
  list.answerAll(board);
  const row = names(board).indexOf("ws-32");
  assert.equal(selectedName(board), "ws-32");
  list.machines = [...machinesFrom(600_000, 300), ...MANY];
  later(board, 4000);
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-32");
  assert.equal(names(board).indexOf("ws-32"), row);
  list.machines = list.machines.filter(({ name }) => name !== "ws-32");
  later(board, 8000);
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-33");
  board.press("home");
  list.answerAll(board);
  list.machines = [sampleMachine(7_000_000), ...list.machines];
  later(board, 12_000);
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-7000000");
});

Deno.test("at the top of a list of one machine the newest are seen, too", () => {
  const { board, list } = machinesBoard([sampleMachine(5)]);
  list.machines = machinesFrom(3, 3);
  later(board, 4000);
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-3");
});

Deno.test("End stays at the end of a list that grew before the answer came", () => {
  const { board, list } = machinesBoard(MANY);
  board.press("end");
  list.machines = machinesFrom(0, 20_123);
  list.answerAll(board);
  assert.equal(selectedName(board), "ws-20122");
});

Deno.test("s goes through the orders and back, S and r reverse; what was asked for in another order is ignored", () => {
  const { board, list } = machinesBoard(machinesFrom(0, 100));
  board.press("s", "S");
  assert.equal(board.ordersOf("machines").length, 2);
  board.take({
    kind: "outcome",
    screen: "machines",
    outcome: {
      kind: "answered",
      route: "machines",
      tag: board.ordersOf("machines")[1]!.tag,
      output: list.page({ offset: 50 }),
    },
  });
  assert.equal(selectedName(board), "ws-0");
  assert.deepEqual(
    board.ordersOf("machines").slice(1).map(({ input }) => input),
    [false, true].map((descending) => ({ sort: "leaves", descending, offset: 0, limit: 54 })),
  );
  list.answerAll(board);
  assert.match(board.frame(), /by when they leave the count ▼/);
  for (let i = 0; i < 7; i++) list.answerAll(board.press("s"));
  assert.match(board.frame(), /by last seen ▼/);
  assert.match(board.press("r").frame(), /by last seen ▲/);
});

Deno.test("a filter goes to the host, and Esc takes it away", () => {
  const { board, list } = machinesBoard(machinesFrom(0, 100));
  board.press("/").type("kind:virtual q").press("enter");
  assert.equal(board.quits, 0);
  assert.equal((board.ordersOf("machines").at(-1)!.input as { filter: string }).filter, "kind:virtual q");
  list.answerAll(board);
  assert.match(board.frame(), /kind:virtual q/);
  board.press("/", "escape");
  assert.match(board.frame(), /kind:virtual q/);
  list.answerAll(board.press("escape"));
  assert.ok(!("filter" in list.wishes.at(-1)!));
});

Deno.test("a filter that the host does not take is given back to be mended, and the list stays", () => {
  const { board, list } = machinesBoard(machinesFrom(0, 100));
  board.press("/").type("foo:1").press("enter");
  const frame = refuse(board, "Cannot filter the machines: there is no term foo:", "the terms are name:")
    .frame();
  assert.match(frame, /Filter: foo:1/);
  assert.match(frame, /no term foo: \(the terms are name:/);
  assert.match(frame, /ws-0/);
  later(board, 4000);
  list.answerAll(board);
  assert.ok(!("filter" in list.wishes.at(-1)!));
});

Deno.test("what keeps the host from answering is told, until it answers", () => {
  const { board, list } = machinesBoard(machinesFrom(0, 100));
  later(board, 4000);
  assert.match(
    refuse(board, "the host does not answer", "try again").frame(),
    /✗ the host does not answer \(try/,
  );
  assert.match(board.frame(), /ws-3/);
  later(board, 8000);
  list.answerAll(board);
  assert.doesNotMatch(board.frame(), /does not answer/);
});

Deno.test("whatever is pressed while answers come late, the right machines are on the screen in the end", () => {
  const keys = ["up", "down", "pageup", "pagedown", "home", "end"] as const;
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...keys).map((key) => ({ key })) },
    { weight: 1, arbitrary: fc.constant({ answer: true }) },
    { weight: 1, arbitrary: fc.integer({ min: 12, max: 60 }).map((rows) => ({ rows })) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat({ max: 300 }), (steps, count) => {
      const { board, list } = machinesBoard(machinesFrom(0, count), 60, 12);
      for (const step of steps) {
        if ("key" in step) board.press(step.key);
        else if ("rows" in step) board.resize(60, step.rows);
        else list.answer(board);
      }
      list.answerAll(board);
      const { top } = board.model.screens.machines.place;
      const rows = Math.min(board.model.size.rows - 6, count);
      assert.deepEqual(names(board), machinesFrom(top, rows).map(({ name }) => name));
    }),
    { numRuns: 60 },
  );
});
