import assert from "node:assert/strict";
import { EventId } from "../../src/policy/events.ts";
import type { MachineRecord } from "../../src/table/record.ts";
import { Calendar } from "../../src/reports/calendar.ts";
import type { Period, Source } from "../../src/reports/draft.ts";
import { gathered } from "../../src/reports/editions.ts";
import { makeReports } from "../../src/reports/make_reports.ts";
import { REPORT_NAMES, type ReportName } from "../../src/reports/names.ts";
import type { Report } from "../../src/reports/report.ts";
import type { SeenEvent } from "../../src/reports/seen_event.ts";
import { DAY, MINUTE, START } from "../support/counting.ts";
import { machineEvent } from "../support/samples/machine_events.ts";
import { sampleProduct } from "../support/samples/sample_licence.ts";

const product = sampleProduct({ threshold: 3 });

function source(changes: Partial<Source> = {}): Source {
  return {
    now: START,
    calendar: new Calendar("UTC"),
    host: "kms1",
    publisher: null,
    products: [product],
    machines: [],
    ...changes,
  };
}

async function make(
  name: ReportName,
  from: Source,
  events: readonly SeenEvent[] = [],
  period: Period = {},
  unreadable = 0,
): Promise<Report> {
  const [report] = await makeReports([name], from, (see) => {
    for (const event of events) see(event);
    return Promise.resolve({ since: events[0]?.time ?? null, read: events.length, unreadable });
  }, period);
  return report!;
}

const request = (time: number, changes: Partial<SeenEvent> = {}) =>
  ({ ...machineEvent(1), productId: product.id, time, ...changes }) as SeenEvent;

/** Seen so many days ago, and refused, with grace left for ever. */
function machine(days: number, changes: Partial<MachineRecord> = {}): MachineRecord {
  const { result: _, ...seen } = machineEvent(Math.round(days * 1000) + 1);
  const { machineId, hardware, name, virtual, ephemeral, counted, licenceState } = seen;
  const lastSeen = START - days * DAY;
  const told = { machineId, hardware, name, virtual, ephemeral, counted, licenceState };
  return {
    ...told,
    productId: product.id,
    minutesLeft: 0,
    result: 0xC004F038,
    firstSeen: lastSeen,
    lastSeen,
    ...changes,
  };
}

Deno.test("every report can be made of a host that has seen nothing", async () => {
  for (const name of REPORT_NAMES) {
    const report = await make(name, source({ products: [] }));
    assert.equal(report.events.since, null);
    assert(report.rows.every((row) => report.columns.every((column) => column.name in row)), name);
  }
});

Deno.test("lines that cannot be read are told of in every report", async () => {
  const { notes } = await make("forecast", source(), [], {}, 3);
  assert.match(notes.at(-1)!, /^Lines of the journal that cannot be read, and are not counted: 3\./);
});

Deno.test("the count falls under a threshold when one machine more has gone than may go", async () => {
  const machines = [machine(20), machine(10), machine(5), machine(1), machine(1.5, { counted: false })];
  const { rows, notes } = await make("forecast", source({ machines }));
  assert.deepEqual(rows.map(({ time, count }) => ({ time, count })), [{ time: START + 20 * DAY, count: 2 }]);
  assert.match(notes[0]!, /the count, 4 now, falls under its threshold of 3 on 2026-03-21 08:00/);
});

Deno.test("the count that is at a threshold falls under it with the next machine that goes, and one under it has fallen", async () => {
  const three = [machine(20), machine(10), machine(5)];
  const at = await make("forecast", source({ machines: three }));
  assert.equal(at.rows[0]!["time"], START + 10 * DAY);
  const under = await make("forecast", source({ machines: three.slice(1) }));
  assert.deepEqual([under.rows[0]!["time"], under.rows[0]!["count"]], [START, 2]);
  assert.match(under.notes[0]!, /the count is 2, under its threshold of 3, already/);
});

Deno.test("a computer that claims a grace of centuries breaks no chart", async () => {
  const machines = [machine(1, { minutesLeft: 2 ** 32 - 1 }), machine(2, { minutesLeft: 60_000 })];
  const { rows, charts } = await make("forecast", source({ machines }));
  assert.equal(rows.filter(({ what }) => what === "lapses").length, 2);
  assert.equal(charts[1]!.categories.length, 27);
  assert.equal(charts[1]!.series[0]!.values.reduce((a, b) => a + b), 1);
});

Deno.test("today is a day of the host's time zone, and a request from a clock that was ahead is not in it", async () => {
  const events = [request(Date.parse("2026-02-28T23:30:00Z")), request(START), request(START + DAY)];
  const rowIn = async (zone: string) =>
    (await make("activation-count", source({ calendar: new Calendar(zone) }), events)).rows[0]!;
  const { today, days7, all } = await rowIn("Europe/Berlin");
  assert.deepEqual([today, days7, all], [2, 2, 3]);
  assert.equal((await rowIn("UTC"))["today"], 1);
});

Deno.test("a renewal, a refusal and a clone are no new activations", async () => {
  const clone = { id: EventId.cloneSeen, time: START, machineId: "ab".repeat(16) } as const;
  const events = [
    request(START),
    request(START, { renewal: true }),
    request(START, { result: 0xC004F038 }),
    clone,
  ];
  assert.equal((await make("activation-count", source(), events)).rows[0]!["all"], 1);
});

Deno.test("a journal that begins later than a report's days says so", async () => {
  const events = [request(START - 2 * DAY)];
  const { notes } = await make("activity-history", source(), events, { days: 10 });
  assert.deepEqual(notes, ["The journal begins on 2026-02-27: nothing is known of the days before."]);
  assert.deepEqual((await make("activity-history", source(), events, { days: 2 })).notes, []);
  const count = await make("activation-count", source(), events);
  assert.match(
    count.notes[0]!,
    /"All" goes back to 2026-02-27.*not in "7 days" and "30 days" and "90 days" either/,
  );
});

Deno.test("a machine that was activated twice is one, of the product that it was activated for last", async () => {
  const other = sampleProduct({ id: "0".repeat(32), name: "Other" });
  const from = source({ products: [product, other] });
  const events = [request(START - DAY), request(START, { productId: other.id, virtual: true })];
  const { rows } = await make("virtual-machines", from, events);
  assert.deepEqual(rows.map(({ product, physical, virtual }) => [product, physical, virtual]), [
    [product.name, 0, 0],
    ["Other", 0, 1],
  ]);
});

Deno.test("machines without hardware, or short-lived, are no duplicates of one another", async () => {
  const same = { machineId: "cd".repeat(16) };
  const machines = [
    machine(1, same),
    machine(2, { ...same, ephemeral: true }),
    machine(3, { ...same, hardware: "0".repeat(32) }),
  ];
  assert.deepEqual((await make("duplicates", source({ machines }))).rows, []);
  const { rows } = await make("duplicates", source({ machines: [...machines, machine(4, same)] }));
  assert.deepEqual(rows.map(({ computers, lastSeen }) => [computers, lastSeen]), [
    [2, START - 4 * DAY],
    [2, START - DAY],
  ]);
});

Deno.test("a machine whose grace ends at midnight leaves it on the day that begins then", async () => {
  const minutesLeft = (Date.parse("2026-03-03") - START + DAY) / MINUTE;
  const { rows } = await make("expiration-chart", source({ machines: [machine(1, { minutesLeft })] }));
  assert.deepEqual(rows, [{ day: "2026-03-03", state: "Initial grace period", machines: 1 }]);
});

Deno.test("more than eight series become eight, the smallest together as one", () => {
  const series = Array.from({ length: 10 }, (_, i) => ({ name: `${i}`, values: [i, 10 * i] }));
  const { length, 7: last, 0: first } = gathered(series);
  assert.deepEqual([length, last, first], [8, { name: "3 others", values: [3, 30] }, series[3]]);
  assert.deepEqual(gathered(series.slice(0, 8)), series.slice(0, 8));
});

Deno.test("of more days than a report covers the last are shown, and it says so", async () => {
  const today = new Calendar("UTC").dayOf(START);
  const event = machineEvent(0);
  const { rows, notes, charts } = await make("activity-history", source(), [event], { since: "1900-01-01" });
  const { categories } = charts[0]!;
  assert.deepEqual([categories.length, categories.at(-1)], [3660, today]);
  assert.equal(rows.filter((row) => row["requests"] === 1).length, 1);
  assert.match(notes[0]!, /covers at most 3660 days: this one begins on 20/);
  assert.match(notes[1]!, /The journal begins on/);
});

Deno.test("a first day that is still to come is told of", async () => {
  const { notes } = await make("activity-history", source(), [], { since: "2999-01-01" });
  assert.deepEqual(notes, ["The first day that is wanted, 2999-01-01, is still to come."]);
});
