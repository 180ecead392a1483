import assert from "node:assert/strict";
import type { EventEntry, MachineDetails } from "../../../../src/api/types.ts";
import type { Driven } from "../../driving.tsx";
import { NOON, sampleRequest } from "../../samples.ts";
import { machinesFrom, sampleMachine } from "./fake_list.ts";
import { later, machinesBoard, refuse } from "./machines_board.ts";

function events(first: number, count: number): EventEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    source: "journal",
    n: first - i,
    product: "Sample Client",
    event: sampleRequest({ time: NOON - (first + i) * 1000, count: first + i }),
  }));
}

function answer(board: Driven, changes: Partial<MachineDetails> = {}): Driven {
  const effect = board.ordersOf("machines").at(-1)!;
  const output: MachineDetails = {
    time: NOON,
    machine: sampleMachine(0),
    others: [],
    events: events(1, 50),
    before: "3.777",
    atEnd: false,
    ...changes,
  };
  return board.take({
    kind: "outcome",
    screen: "machines",
    outcome: { kind: "answered", route: "machine", tag: effect.tag, output },
  });
}

Deno.test("Enter shows all of the selected machine, and Esc the list where it was", () => {
  const { board } = machinesBoard(machinesFrom(0, 100));
  board.press("down", "enter");
  assert.deepEqual(board.ordersOf("machines").at(-1)!.input, { id: sampleMachine(1).key, limit: 50 });
  assert.match(board.frame(), /Looking…/);
  answer(board, { events: events(1, 1), atEnd: true });
  assert.match(board.frame(), /✓ activated +count 1 of 25 +192\.0\.2\.7 +Sample Client/);
  assert.match(board.press("escape").frame(), /> .*ws-1\n/);
});

Deno.test("older events come as a person goes down, each page once, to the end", () => {
  const { board } = machinesBoard(machinesFrom(0, 100));
  answer(board.press("enter"));
  const before = board.ordersOf("machines").length;
  board.press("pagedown");
  assert.equal(board.ordersOf("machines").length, before);
  board.press("end", "end", "pagedown");
  assert.deepEqual(board.ordersOf("machines").slice(before).map(({ input }) => input), [
    { id: sampleMachine(0).key, limit: 50, before: "3.777" },
  ]);
  answer(board, { events: events(51, 7), atEnd: true }).press("end");
  assert.match(board.frame(), /count 57 of 25/);
  assert.match(board.frame(), /57 events/);
  assert.equal(board.ordersOf("machines").length, before + 1);
});

Deno.test("an answer about another machine is ignored", () => {
  const { board } = machinesBoard(machinesFrom(0, 100));
  board.press("enter");
  const { tag } = board.ordersOf("machines").at(-1)!;
  board.press("escape", "down", "enter");
  const output: MachineDetails = {
    time: NOON,
    machine: sampleMachine(0),
    others: [],
    events: [],
    before: "",
    atEnd: true,
  };
  board.take({
    kind: "outcome",
    screen: "machines",
    outcome: { kind: "answered", route: "machine", tag, output },
  });
  assert.match(board.frame(), /Looking…/);
});

Deno.test("the list is not asked for while one machine is in front of it, and at once afterwards", () => {
  const { board } = machinesBoard(machinesFrom(0, 100));
  answer(board.press("enter"));
  const before = board.ordersOf("machines").length;
  for (let i = 1; i < 9; i++) later(board, i * 4000);
  assert.equal(board.ordersOf("machines").length, before);
  board.press("escape");
  assert.equal(board.ordersOf("machines").at(-1)!.route, "machines");
});

Deno.test("duplicates are listed, and what the host cannot tell", () => {
  const { board } = machinesBoard([sampleMachine(0, { duplicate: true })]);
  assert.match(board.frame(), /≠ ws-0/);
  const others = [sampleMachine(5, { machineId: sampleMachine(0).machineId, name: "clone-5" })];
  answer(board.press("enter"), { machine: sampleMachine(0, { duplicate: true }), others, events: [] });
  assert.match(board.frame(), /≠ The same machine ID is on other hardware too/);
  assert.match(board.frame(), /last seen 2026-11-22 10:47:00 UTC, clone-5/);
  refuse(board.press("r"), "There is no machine 00");
  assert.match(board.frame(), /✗ There is no machine 00/);
});
