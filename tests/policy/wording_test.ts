import assert from "node:assert/strict";
import { formatSpan, formatTime, preciseSpan, wholeNumber } from "../../src/policy/wording.ts";

Deno.test("a span is told in the largest unit of which there is more than one", () => {
  const seconds = [0, 1, 59, 119, 120, 7199, 5 * 3600 + 10, 47 * 3600, 48 * 3600];
  assert.deepEqual(seconds.map((one) => formatSpan(one * 1000)), [
    "0 seconds",
    "1 second",
    "59 seconds",
    "119 seconds",
    "2 minutes",
    "120 minutes",
    "5 hours",
    "47 hours",
    "2 days",
  ]);
});

Deno.test("the last time that a certificate can have is told too", () => {
  assert.equal(formatTime(Date.parse("2027-05-21T10:44:59Z")), "2027-05-21 10:44 UTC");
  assert.equal(formatTime((2 ** 32 - 1) * 60_000), "+010136-02-16 04:15 UTC");
});

Deno.test("preciseSpan() has the two largest units, and from an hour on no seconds", () => {
  const spans: [number, string][] = [
    [0, "0 seconds"],
    [61_000, "1 minute 1 second"],
    [599_700, "10 minutes"],
    [10_799_600, "3 hours"],
    [12_600_000, "3 hours 30 minutes"],
    [2 * 86_400_000 + 60_000, "2 days"],
    [86_400_000 + 5 * 3_600_000, "1 day 5 hours"],
  ];
  for (const [milliseconds, text] of spans) assert.equal(preciseSpan(milliseconds), text);
});

Deno.test("whole numbers have commas where English has them", () => {
  const english = new Intl.NumberFormat("en");
  for (const one of [0, 7, 999, 1000, 12_345, 999_999, 1_000_000, Number.MAX_SAFE_INTEGER, -999, -1000]) {
    assert.equal(wholeNumber(one), english.format(one));
  }
});
