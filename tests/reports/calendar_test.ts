import assert from "node:assert/strict";
import fc from "fast-check";
import { Calendar } from "../../src/reports/calendar.ts";

const HOUR = 3_600_000;
/** Clocks change by an hour, by half an hour, at midnight, across the date line, never. */
const ZONES = ["Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "UTC"];

Deno.test("a day has 23 or 25 hours where clocks change", () => {
  const calendar = new Calendar("Europe/Berlin");
  const hours = (day: string) => (calendar.startOf(calendar.plus(day, 1)) - calendar.startOf(day)) / HOUR;
  assert.deepEqual(["2026-03-28", "2026-03-29", "2026-10-25", "2026-12-31"].map(hours), [24, 23, 25, 24]);
});

Deno.test("a day begins later where there is no midnight", () => {
  const calendar = new Calendar("America/Santiago");
  assert.equal(calendar.minuteOf(calendar.startOf("2026-09-06")), "2026-09-06 01:00");
});

Deno.test("a time is shown as a clock at the host shows it", () => {
  const time = Date.parse("2026-05-01T22:05:59Z");
  assert.equal(new Calendar("Europe/Berlin").minuteOf(time), "2026-05-02 00:05");
  assert.equal(new Calendar("UTC").dayOf(time), "2026-05-01");
});

Deno.test("a time lies in the day that Intl says, in whatever order times come", () => {
  const times = fc.array(fc.integer({ min: Date.parse("2011-12-20"), max: Date.parse("2012-12-20") }));
  fc.assert(fc.property(fc.constantFrom(...ZONES), times, (timeZone, asked) => {
    const calendar = new Calendar(timeZone);
    const span = calendar.days("2011-12-25", 300);
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone });
    for (const time of asked) {
      const day = format.format(time);
      assert.equal(calendar.dayOf(time), day);
      assert.equal(span.indexOf(time), span.days.indexOf(day), `${day} in ${timeZone}`);
    }
  }));
});

Deno.test("no time lies in no days", () => {
  assert.equal(new Calendar("UTC").days("2026-05-01", 0).indexOf(Date.parse("2026-05-01")), -1);
});

Deno.test("a number that is no time is shown as it is", () => {
  assert.equal(new Calendar("UTC").minuteOf(9e15), "9000000000000000");
});
