import assert from "node:assert/strict";
import { exactTime, localTime, readMoment } from "../../src/cli/printing/moments.ts";
import { UsageError } from "../../src/cli/output.ts";

const NOW = new Date(2027, 4, 21, 10, 44, 7, 500).getTime();
const read = (text: string) => readMoment("--since", text, NOW);
const local = (...parts: [number, number, number?, number?, number?, number?, number?]) =>
  new Date(...parts).getTime();

Deno.test("a time may be told from now back", () => {
  assert.equal(read("90s"), NOW - 90_000);
  assert.equal(read("30m"), NOW - 30 * 60_000);
  assert.equal(read("2h"), NOW - 7_200_000);
  assert.equal(read("7d"), NOW - 7 * 86_400_000);
  assert.equal(read("2 W"), NOW - 14 * 86_400_000);
  assert.equal(read("now"), NOW);
  assert.equal(read("999999d"), 0);
});

Deno.test("a day begins at local midnight", () => {
  assert.equal(read("today"), local(2027, 4, 21));
  assert.equal(read("Yesterday"), local(2027, 4, 20));
  assert.equal(read("2027-05-21"), local(2027, 4, 21));
});

Deno.test("a time without a zone is local, of today where there is no date", () => {
  assert.equal(read("9:05"), local(2027, 4, 21, 9, 5));
  assert.equal(read("23:59:58"), local(2027, 4, 21, 23, 59, 58));
  assert.equal(read("2027-02-01T10:30"), local(2027, 1, 1, 10, 30));
  assert.equal(read("2027-02-01 10:30:05.25"), local(2027, 1, 1, 10, 30, 5, 250));
});

Deno.test("a zone that is named counts", () => {
  assert.equal(read("2027-02-01T10:30Z"), Date.UTC(2027, 1, 1, 10, 30));
  assert.equal(read("2027-02-01t10:30:00+02:00"), Date.UTC(2027, 1, 1, 8, 30));
});

Deno.test("anything else is refused", () => {
  const wrong = [
    "",
    "h",
    "2y",
    "-2h",
    "24:00",
    "10:60",
    "2027-13-01",
    "2027-02-30",
    "2027-2-1",
    "tomorrow",
    "1.5h",
  ];
  for (const text of [...wrong, "2027-02-01T25:00", "2027-02-01T10:30+99", "12290000"]) {
    assert.throws(() => read(text), UsageError, text);
  }
});

Deno.test("times are written in local time, the exact one with its distance from UTC", () => {
  assert.equal(localTime(NOW), "2027-05-21 10:44:07");
  assert.equal(Date.parse(exactTime(NOW)), NOW);
  assert.match(exactTime(NOW), /^2027-05-21T10:44:07\.500[+-]\d\d:\d\d$/);
  assert.equal(localTime(1e300), "1e+300");
  assert.equal(exactTime(1e300), "1e+300");
});
