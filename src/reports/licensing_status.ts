import { LICENCE_STATE_NAMES } from "../policy/licence_state.ts";
import { type Standing, standingOf } from "../policy/machine_standing.ts";
import { LicenceState } from "../protocol/licence_state.ts";
import type { Basis, Draft } from "./draft.ts";
import type { Chart, Column, Row } from "./report.ts";

const DAY_MS = 86_400_000;
const STATES = Object.values(LicenceState);

const COLUMNS: readonly Column[] = [
  { name: "state", title: "Licence state", kind: "text" },
  { name: "daysLeft", title: "Days left", kind: "count" },
  { name: "machines", title: "Machines", kind: "count" },
];

/** Whole days left, up to and with `most`. */
const RANGES = [
  { name: "under 1 day", most: 0 },
  { name: "1 to 6 days", most: 6 },
  { name: "7 to 29 days", most: 29 },
  { name: "30 to 89 days", most: 89 },
  { name: "90 days and more", most: Infinity },
];
const NO_END = "no end";

/** Licensing Status Summary. */
export function licensingStatus({ machines, editions, now }: Basis): Draft {
  return {
    finish() {
      const standings = machines.map((machine) =>
        standingOf(machine, editions.productOf(machine.productId), now)
      );
      const tallies = STATES.map((state) => ({ state, byDays: tallyOf(standings, state, now) }));
      return {
        columns: [...COLUMNS],
        rows: tallies.flatMap(({ state, byDays }) => rowsOf(state, byDays)),
        charts: [chartOf(tallies)],
        notes: [`Machines seen in the last 30 days: ${machines.length}.`],
      };
    },
  };
}

/** Machines by their days left; null for a state that does not end. */
type Tally = ReadonlyMap<number | null, number>;

function tallyOf(standings: readonly Standing[], wanted: LicenceState, now: number): Tally {
  const byDays = new Map<number | null, number>();
  for (const { state, ends } of standings) {
    if (state !== wanted) continue;
    const days = ends === null ? null : Math.floor((ends - now) / DAY_MS);
    byDays.set(days, (byDays.get(days) ?? 0) + 1);
  }
  return byDays;
}

/** Soonest first, and last those that do not end. */
function rowsOf(state: LicenceState, byDays: Tally): Row[] {
  const sorted = [...byDays].sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity));
  return sorted.map(([daysLeft, machines]) => ({ state: LICENCE_STATE_NAMES[state], daysLeft, machines }));
}

function chartOf(tallies: readonly { state: LicenceState; byDays: Tally }[]): Chart {
  const present = tallies.filter(({ byDays }) => byDays.size > 0);
  return {
    title: "Machines by licence state and days left",
    unit: "machines",
    kind: "bars",
    axis: "names",
    categories: present.map(({ state }) => LICENCE_STATE_NAMES[state]),
    series: [...RANGES.map(({ name }) => name), NO_END].map((name) => ({
      name,
      values: present.map(({ byDays }) => countIn(byDays, name)),
    })),
    limits: [],
  };
}

function countIn(byDays: Tally, range: string): number {
  let count = 0;
  for (const [days, machines] of byDays) if (rangeOf(days) === range) count += machines;
  return count;
}

function rangeOf(days: number | null): string {
  if (days === null) return NO_END;
  return RANGES.find(({ most }) => days <= most)!.name;
}
