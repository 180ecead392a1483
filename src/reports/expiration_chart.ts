import { LICENCE_STATE_NAMES } from "../policy/licence_state.ts";
import type { Basis, Draft, Period } from "./draft.ts";
import { sum } from "./editions.ts";
import { comingDays } from "./period.ts";
import type { Column } from "./report.ts";
import { lapsing } from "./standing.ts";

const COLUMNS: readonly Column[] = [
  { name: "day", title: "Day", kind: "day" },
  { name: "state", title: "Leaves", kind: "text" },
  { name: "machines", title: "Machines", kind: "count" },
];

/** Machine Expiration Chart. */
export function expirationChart(basis: Basis, period: Period): Draft {
  const { machines, editions, now } = basis;
  const span = comingDays(basis, "expiration-chart", period);
  return {
    finish() {
      const byState = new Map<string, number[]>();
      for (const { state, ends } of lapsing(machines, (id) => editions.productOf(id), now)) {
        const day = span.indexOf(ends);
        if (day < 0) continue;
        const name = LICENCE_STATE_NAMES[state];
        const counts = byState.get(name) ?? new Array<number>(span.days.length).fill(0);
        counts[day]! += 1;
        byState.set(name, counts);
      }
      const states = Object.values(LICENCE_STATE_NAMES).filter((name) => byState.has(name));
      const rows = span.days.flatMap((day, i) =>
        states.flatMap((state) => {
          const count = byState.get(state)![i]!;
          return count === 0 ? [] : [{ day, state, machines: count }];
        })
      );
      const total = sum([...byState.values()].map(sum));
      return {
        columns: [...COLUMNS],
        rows,
        charts: [{
          title: "Machines whose grace period or lease will end",
          unit: "machines",
          kind: "bars",
          axis: "days",
          categories: [...span.days],
          series: states.map((name) => ({ name, values: byState.get(name)! })),
          limits: [],
        }],
        notes: [`Up to and with ${span.days.at(-1)}: ${total} of ${machines.length} machines.`],
      };
    },
  };
}
