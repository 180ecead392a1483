import type { MachineRow, MachinesPage, MachinesWish } from "../../../../src/api/types.ts";
import type { Driven } from "../../driving.tsx";
import { CLIENT_ID, NOON } from "../../samples.ts";

const DAY_MS = 86_400_000;

/** A machine, the `number`th of all by its identifiers, seen so many minutes ago. */
export function sampleMachine(number: number, changes: Partial<MachineRow> = {}): MachineRow {
  const id = number.toString(16).padStart(32, "0");
  const lastSeen = NOON - number * 60_000;
  return {
    key: id,
    machineId: id,
    hardware: id,
    name: `ws-${number}`,
    productId: CLIENT_ID,
    product: "Sample Client",
    kind: "physical",
    virtual: false,
    ephemeral: false,
    counted: true,
    licenceState: 1,
    minutesLeft: 180 * 1440,
    reported: { licenceState: 2, minutesLeft: 43_200 },
    result: 0,
    firstSeen: lastSeen - DAY_MS,
    lastSeen,
    leaves: lastSeen + 30 * DAY_MS,
    duplicate: false,
    ...changes,
  };
}

export function machinesFrom(first: number, count: number): MachineRow[] {
  return Array.from({ length: count }, (_, i) => sampleMachine(first + i));
}

/** A host's list in the hands of a test: as the API says, without order and filter. */
export class FakeList {
  machines: readonly MachineRow[];
  /** All that was asked for and answered. */
  readonly wishes: MachinesWish[] = [];
  #answered = 0;

  constructor(machines: readonly MachineRow[]) {
    this.machines = machines;
  }

  /** Answers what the board has ordered, once; gives how many questions that were. */
  answer(board: Driven): number {
    const open = board.orders.slice(this.#answered).filter(({ effect }) => effect.route === "machines");
    this.#answered = board.orders.length;
    for (const { screen, effect } of open) {
      const wish = effect.input as MachinesWish;
      this.wishes.push(wish);
      const output = this.page(wish);
      board.take({
        kind: "outcome",
        screen,
        outcome: { kind: "answered", route: "machines", tag: effect.tag, output },
      });
    }
    return open.length;
  }

  /** Until nothing more is asked for. */
  answerAll(board: Driven): this {
    for (let turns = 0; this.answer(board) > 0; turns++) {
      if (turns === 5) throw new Error("questions without end");
    }
    return this;
  }

  page({ offset = 0, limit = 100, around, lead = 0 }: MachinesWish): MachinesPage {
    const total = this.machines.length;
    const at = around === undefined ? -1 : this.machines.findIndex(({ key }) => key === around);
    const begin = Math.min(total, at < 0 ? offset : Math.max(0, at - lead));
    return {
      time: NOON,
      known: total,
      counted: this.machines.filter(({ counted }) => counted).length,
      total,
      offset: begin,
      position: at < 0 ? null : at,
      rows: this.machines.slice(begin, begin + limit),
    };
  }
}
