import { LICENCE_STATE_NAMES } from "../policy/licence_state.ts";
import { leaveTime } from "../table/record.ts";
import type { Product } from "../protocol/licence_payload.ts";
import type { Calendar } from "./calendar.ts";
import type { Basis, Draft } from "./draft.ts";
import { labelOf } from "./editions.ts";
import { MACHINE_COLUMNS, machineCells } from "./machine_columns.ts";
import type { Chart, Column, Row } from "./report.ts";
import { type Lapsing, lapsing } from "./standing.ts";

const COLUMNS: readonly Column[] = [
  { name: "time", title: "When", kind: "time" },
  { name: "what", title: "What", kind: "text" },
  ...MACHINE_COLUMNS,
  { name: "state", title: "Leaves", kind: "text" },
  { name: "count", title: "Count", kind: "count" },
  { name: "machineId", title: "Machine ID", kind: "id" },
];
/** Days that the count is drawn for: after 30 it is nothing. */
const COUNT_DAYS = 32;
const WEEK_DAYS = 7;
/** More than a lease lasts. What a computer reports of its grace may be anything, and is not drawn beyond. */
const WEEKS = 27;

/** When the host's count falls under a product's threshold. */
interface Fall {
  readonly product: Product;
  /** Now, where it is under it already. */
  readonly time: number;
  readonly count: number;
}

/** Forecast: if no machine comes any more, or the host is down from now on. */
export function forecast(basis: Basis): Draft {
  const { machines, editions, now, products, calendar } = basis;
  return {
    finish() {
      const leaving = machines.filter(({ counted }) => counted)
        .map(leaveTime)
        .sort((a, b) => a - b);
      const falls = products.map((product) => fallOf(product, leaving, now));
      const lapses = lapsing(machines, (id) => editions.productOf(id), now);
      const rows = [...falls.map(fallRow), ...lapses.map((lapse) => lapseRow(lapse, basis))];
      return {
        columns: [...COLUMNS],
        rows: rows.sort((a, b) => Number(a["time"]) - Number(b["time"])),
        charts: [countChart(leaving, basis), lapseChart(lapses, basis)],
        notes: [
          ...falls.map((fall) => fallNote(fall, leaving.length, now, calendar)),
          `Machines that will lapse: ${lapses.length} of ${machines.length}.`,
        ],
      };
    },
  };
}

/** `leaving`: when each machine that counts leaves the count, ascending. */
function fallOf(product: Product, leaving: readonly number[], now: number): Fall {
  const spare = leaving.length - product.threshold;
  return spare < 0
    ? { product, time: now, count: leaving.length }
    : { product, time: leaving[spare]!, count: product.threshold - 1 };
}

function fallRow({ product, time, count }: Fall): Row {
  return {
    time,
    what: `count under ${product.threshold}`,
    machine: null,
    product: product.name,
    edition: product.edition,
    state: null,
    count,
    machineId: null,
  };
}

function lapseRow({ machine, state, ends }: Lapsing, { editions }: Basis): Row {
  return {
    time: ends,
    what: "lapses",
    ...machineCells(machine, editions),
    state: LICENCE_STATE_NAMES[state],
    count: null,
    machineId: machine.machineId,
  };
}

function fallNote({ product, time }: Fall, count: number, now: number, calendar: Calendar): string {
  const { name, edition, threshold } = product;
  const label = labelOf({ product: name, edition });
  if (time <= now) return `${label}: the count is ${count}, under its threshold of ${threshold}, already.`;
  return `${label}: the count, ${count} now, falls under its threshold of ${threshold} on ${
    calendar.minuteOf(time)
  }.`;
}

/** The count at the end of each day. */
function countChart(leaving: readonly number[], { calendar, today, products }: Basis): Chart {
  const { days } = calendar.days(today, COUNT_DAYS);
  const ends = days.map((day) => calendar.startOf(calendar.plus(day, 1)));
  const thresholds = [...new Set(products.map(({ threshold }) => threshold))].sort((a, b) => b - a);
  return {
    title: "The count at the end of each day",
    unit: "machines",
    kind: "steps",
    axis: "days",
    categories: [...days],
    series: [{ name: "count", values: ends.map((end) => leaving.filter((time) => time >= end).length) }],
    limits: thresholds.map((value) => ({ name: limitName(value, products), value })),
  };
}

function limitName(value: number, products: readonly Product[]): string {
  const names = products.filter(({ threshold }) => threshold === value).map(({ name }) => name);
  const more = names.length > 2 ? ` and ${names.length - 2} more` : "";
  return `${value}: ${names.slice(0, 2).join(", ")}${more}`;
}

/** Machines that lapse, by the week that begins on the day. */
function lapseChart(lapses: readonly Lapsing[], { calendar, today }: Basis): Chart {
  const span = calendar.days(today, WEEKS * WEEK_DAYS);
  const counts = new Map<string, number[]>();
  for (const { state, ends } of lapses) {
    const week = Math.floor(span.indexOf(ends) / WEEK_DAYS);
    if (week < 0) continue;
    const name = LICENCE_STATE_NAMES[state];
    const values = counts.get(name) ?? new Array<number>(WEEKS).fill(0);
    values[week]! += 1;
    counts.set(name, values);
  }
  const states = Object.values(LICENCE_STATE_NAMES).filter((name) => counts.has(name));
  return {
    title: "Machines that lapse, by the week that begins on the day",
    unit: "machines",
    kind: "bars",
    axis: "days",
    categories: span.days.filter((_, i) => i % WEEK_DAYS === 0),
    series: states.map((name) => ({ name, values: counts.get(name)! })),
    limits: [],
  };
}
