import type { MachineRow } from "../../../../src/api/types.ts";
import { Driven } from "../../driving.tsx";
import { NOON, sampleLine } from "../../samples.ts";
import { FakeList } from "./fake_list.ts";

/** The Machines screen in front, and the host's list behind it. */
export function machinesBoard(machines: readonly MachineRow[], columns = 80, rows = 24) {
  const board = new Driven({ columns, rows }).stream({ kind: "line", line: sampleLine() });
  board.goTo("machines");
  const list = new FakeList(machines);
  list.answerAll(board);
  return { board, list };
}

/** The host's clock goes on, and the stream tells so. */
export function later(board: Driven, milliseconds: number): Driven {
  return board.stream({ kind: "line", line: sampleLine([], { time: NOON + milliseconds }) });
}

/** The host refuses the latest question. */
export function refuse(board: Driven, reason: string, remedy: string | null = null): Driven {
  const { screen, effect: { route, tag } } = board.orders.at(-1)!;
  return board.take({ kind: "outcome", screen, outcome: { kind: "failed", route, tag, reason, remedy } });
}

/** The name in the row that is marked. */
export function selectedName(board: Driven): string | undefined {
  return board.frame().split("\n").find((line) => line.startsWith(" > "))?.trimEnd().split(" ").at(-1);
}

/** The names on the screen, from the top down; undefined for a row that has not come. */
export function names(board: Driven): (string | undefined)[] {
  return board.frame().split("\n").filter((line) => /^ [> ] .*(ws-|····)/.test(line))
    .map((line) => /ws-\d+/.exec(line)?.[0]);
}
