import assert from "node:assert/strict";
import { reportsFrom } from "../../src/app/reports/make_reports.ts";
import { DenoDisk } from "../../src/adapters/disk/deno_disk.ts";
import { REPORT_NAMES, type ReportName } from "../../src/reports/names.ts";
import { Calendar } from "../../src/reports/calendar.ts";
import { reportPage } from "../../src/reports/html/report_page.ts";
import { shownCell } from "../../src/reports/shown.ts";
import { Chromium } from "../support/terminal/chromium.ts";
import { assertDrawn } from "../support/terminal/drawn_charts.ts";
import type { Period } from "../../src/reports/draft.ts";
import type { Report, Row } from "../../src/reports/report.ts";
import { FakeTime } from "../support/fakes/fake_time.ts";
import { Organisation, PRODUCTS } from "../support/organisation/organisation.ts";
import { OrganisationRecord } from "../support/organisation/organisation_record.ts";
import { TempFolder } from "../support/disk/temp_folder.ts";
import { portsOver } from "../support/roles/test_host.ts";

/** Clocks change there within the 200 days. */
const ZONE = "Europe/Berlin";
const BEGIN = Date.parse("2026-03-01T07:20:00Z");

Deno.test("every figure of every report is what an organisation of 3,000 computers over 200 days remembers", async (t) => {
  await using folder = await TempFolder.make();
  const time = new FakeTime(BEGIN);
  const ports = portsOver(new DenoDisk(folder.path), time);
  const organisation = new Organisation(ports, time, { computers: 3000, days: 200, seed: 7 });
  await organisation.live();
  const now = time.now();
  const record = new OrganisationRecord(organisation, now, ZONE);
  const make = (names: readonly ReportName[], period: Period = {}) =>
    reportsFrom(ports, ZONE, { names, period });
  const reports = new Map((await make(REPORT_NAMES)).map((report) => [report.name, report]));
  const of = (name: ReportName) => reports.get(name)!;
  const today = record.dayOf(now);
  const coming = (count: number) => daysFrom(today, count);
  const past = (count: number) => daysFrom(today, -count).reverse();

  await t.step("each says of which host, when, and from when its events go", () => {
    for (const report of reports.values()) {
      const { made, timeZone, host, publisher, events } = report;
      assert.deepEqual({ made, timeZone, host, publisher }, {
        made: now,
        timeZone: ZONE,
        host: "host",
        publisher: "Contoso",
      });
      assert.equal(events.since, organisation.facts[0]!.time);
      assert.equal(events.read, organisation.facts.length + record.cloneReports().length);
      assert.equal(events.unreadable, 0);
    }
  });

  await t.step("Activation Count Summary", () => {
    const { rows, charts } = of("activation-count");
    assert.deepEqual(rows, record.activationCount());
    assert.deepEqual(charts[0]!.series[0]!.values, rows.map((row) => row["days30"]));
  });

  await t.step("KMS Activity History", async () => {
    const { rows, charts } = of("activity-history");
    assert.deepEqual(rows, record.activityHistory(past(30)));
    assertChart(charts[0]!, past(30), rows, "product", "requests");
    assertChart(charts[1]!, past(30), rows, "product", "activations");
    const [period] = await make(["activity-history"], { since: "2026-03-20", until: "2026-04-05" });
    assert.deepEqual(period!.rows, record.activityHistory(daysFrom("2026-03-20", 17)));
    const [all] = await make(["activity-history"], { days: 210 });
    assert.deepEqual(all!.rows, record.activityHistory(past(210)));
  });

  await t.step("Licensing Status Summary", () => {
    const { rows, charts } = of("licensing-status");
    assertSame(rows, record.licensingStatus());
    assert.equal(totalOf(rows, "machines"), record.known);
    assert.equal(charts[0]!.series.flatMap(({ values }) => values).reduce((a, b) => a + b), record.known);
    for (const [i, state] of charts[0]!.categories.entries()) {
      const drawn = charts[0]!.series.reduce((sum, { values }) => sum + values[i]!, 0);
      assert.equal(drawn, totalOf(rows.filter((row) => row["state"] === state), "machines"));
    }
  });

  await t.step("Machine Expiration Chart", async () => {
    const { rows, charts } = of("expiration-chart");
    assertSame(rows, record.expirationChart(coming(30)));
    assertChart(charts[0]!, coming(30), rows, "state", "machines");
    const [longer] = await make(["expiration-chart"], { days: 200 });
    assertSame(longer!.rows, record.expirationChart(coming(200)));
  });

  await t.step("Machine Expiration Detail", () => {
    const { rows } = of("expiration-detail");
    assertSame(rows, record.expirationDetail(coming(7)));
    assertAscending(rows, "ends");
  });

  await t.step("Virtual Machine Summary", async () => {
    const { rows, charts } = of("virtual-machines");
    assert.deepEqual(rows, record.virtualMachines(14));
    assert.deepEqual(charts[0]!.series.map(({ values }) => values), [
      rows.map((row) => row["physical"]),
      rows.map((row) => row["virtual"]),
    ]);
    const [longer] = await make(["virtual-machines"], { days: 60 });
    assert.deepEqual(longer!.rows, record.virtualMachines(60));
  });

  await t.step("Duplicates", () => {
    const { rows, notes } = of("duplicates");
    assertSame(rows, record.duplicates());
    assert(notes.some((note) => note.endsWith(`: ${record.cloneReports().length}.`)), notes.join("\n"));
  });

  await t.step("Forecast", () => {
    const { rows, charts, notes } = of("forecast");
    assertSame(rows, record.forecast());
    assertAscending(rows, "time");
    const [count, lapses] = charts;
    assert.deepEqual(count!.series[0]!.values, count!.categories.map((day) => record.countAfter(day)));
    assert.deepEqual(count!.limits.map(({ value }) => value), [5000, 60, 25, 5]);
    const lapsing = rows.filter((row) => row["what"] === "lapses");
    for (const { name, values } of lapses!.series) {
      for (const [i, week] of lapses!.categories.entries()) {
        const days = daysFrom(week, 7);
        const own = lapsing.filter((row) =>
          row["state"] === name && days.includes(record.dayOf(Number(row["time"])))
        );
        assert.equal(values[i], own.length, `${name}, ${week}`);
      }
    }
    assert(notes.some((note) => note.startsWith("Vault, Enterprise: the count is ")), notes.join("\n"));
  });

  await t.step(
    "twenty days later, when nobody has come any more, machines have left and lapsed",
    async () => {
      time.set(now + 20 * 86_400_000);
      const later = new OrganisationRecord(organisation, time.now(), ZONE);
      assert(later.known > 1000 && later.known < record.known);
      const [status, detail, forecast] = await make(["licensing-status", "expiration-detail", "forecast"]);
      assertSame(status!.rows, later.licensingStatus());
      assertSame(detail!.rows, later.expirationDetail(daysFrom(later.dayOf(time.now()), 7)));
      assertSame(forecast!.rows, later.forecast());
      time.set(now);
    },
  );

  await t.step("their pages open in Chromium, which draws each figure", async () => {
    await using chromium = await Chromium.open();
    for (const report of reports.values()) {
      const path = `${folder.path}/${report.name}.html`;
      await Deno.writeTextFile(path, reportPage(report));
      await chromium.load(path);
      await assertDrawn(chromium, report.charts);
      const cells = await chromium.evaluate<string[]>(
        `[...document.querySelectorAll(".scroll tbody tr")].map((row) => row.cells[2].textContent)`,
      );
      const column = report.columns[2]!;
      const calendar = new Calendar(ZONE);
      assert.deepEqual(cells, report.rows.map((row) => shownCell(row[column.name], column, calendar)));
    }
    assert.deepEqual(chromium.complaints, []);
  });

  await t.step("the organisation has something of everything, or it would show nothing", () => {
    assert(organisation.facts.length > 40_000);
    assert(record.duplicates().length > 20);
    assert(record.expirationDetail(coming(7)).length > 10);
    assert(
      record.activationCount().every((row) =>
        row["product"] === PRODUCTS.vault.name || Number(row["all"]) > 50
      ),
    );
  });
});

/** So many days from `first` on, or back from it where `count` is negative, with UTC's days, which have no change of clocks. */
function daysFrom(first: string, count: number): string[] {
  const at = (i: number) => new Date(Date.parse(first) + i * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: Math.abs(count) }, (_, i) => at(Math.sign(count) * i));
}

/** The same rows, in whatever order. */
function assertSame(actual: readonly Row[], expected: readonly Row[]): void {
  assert.deepEqual(sorted(actual), sorted(expected));
}

function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => a < b ? -1 : 1))).sort();
}

function assertAscending(rows: readonly Row[], column: string): void {
  const times = rows.map((row) => Number(row[column]));
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
}

function totalOf(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}

/** That a chart by days draws what the table says. */
function assertChart(
  chart: Report["charts"][number],
  days: readonly string[],
  rows: readonly Row[],
  series: string,
  column: string,
): void {
  assert.deepEqual(chart.categories, days);
  for (const { name, values } of chart.series) {
    const own = rows.filter((row) => name.startsWith(String(row[series])));
    assert.deepEqual(
      values,
      days.map((day) => totalOf(own.filter((row) => row["day"] === day), column)),
      name,
    );
  }
}
