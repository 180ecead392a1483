import assert from "node:assert/strict";
import type { Period } from "../../src/reports/draft.ts";
import { REPORT_NAMES, type ReportName } from "../../src/reports/names.ts";
import { isDay, periodFault } from "../../src/reports/period.ts";

const FAULTS: readonly [ReportName, Period, RegExp | undefined][] = [
  ["activity-history", {}, undefined],
  ["activity-history", { days: 3660 }, undefined],
  ["activity-history", { since: "2026-05-01" }, undefined],
  ["activity-history", { days: 7, until: "2026-05-01" }, undefined],
  ["activity-history", { since: "2026-05-01", until: "2026-05-01" }, undefined],
  ["activity-history", { days: 0 }, /whole number from 1 to 3660, got 0/],
  ["activity-history", { days: 1.5 }, /got 1.5/],
  ["activity-history", { days: 3661 }, /got 3661/],
  ["activity-history", { days: 7, since: "2026-05-01" }, /exclude each other/],
  ["activity-history", { since: "2026-05-02", until: "2026-05-01" }, /is after the last/],
  ["activity-history", { since: "1999-01-01", until: "2026-05-01" }, /at most 3660 days/],
  ["activity-history", { since: "2026-02-29" }, /written as 2026-05-01, got 2026-02-29/],
  ["forecast", { days: 7 }, /forecast covers no number of days/],
  ["expiration-detail", { days: 365 }, undefined],
  ["expiration-detail", { until: "2026-05-01" }, /as of now/],
];

Deno.test("a period that a report cannot have is told by a sentence that says why", () => {
  for (const [name, period, expected] of FAULTS) {
    const fault = periodFault([name], period);
    if (expected === undefined) assert.equal(fault, undefined, JSON.stringify(period));
    else assert.match(fault ?? "", expected);
  }
});

Deno.test("a number of days is refused for all reports where one of them covers none", () => {
  assert.match(periodFault(REPORT_NAMES, { days: 7 }) ?? "", /activation-count/);
});

Deno.test("a day is one of the calendar, written one way", () => {
  for (const text of ["2026-05-01", "2024-02-29"]) assert(isDay(text), text);
  for (
    const text of ["2026-5-1", "20260501", "2026-05-01T00:00", "2026-05-01[u-ca=hebrew]", "", "2026-04-31"]
  ) {
    assert(!isDay(text), text);
  }
});
