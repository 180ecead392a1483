import assert from "node:assert/strict";
import { HResult } from "../../src/protocol/hresult.ts";
import { describeOutcome, describeProduct, describeStanding } from "../../tui/describe.ts";
import {
  bytesText,
  countOf,
  countText,
  dateText,
  momentText,
  shortMoment,
  timeOfDay,
} from "../../tui/format.ts";
import { widthOf } from "../../tui/text.ts";
import { MARKS } from "../../tui/theme.ts";
import { NOON, sampleRequest, sampleStatus } from "./samples.ts";

Deno.test("each result has a word that fits into the feed, and a tone", () => {
  for (const result of [...Object.values(HResult), 0xffffffff]) {
    const { text } = describeOutcome(sampleRequest({ result }));
    assert.ok(text.length > 0 && text.length <= 10, text);
  }
});

Deno.test("an outcome is told by its mark and word, not by its colour alone", () => {
  const marks = [HResult.activated, HResult.belowThreshold, HResult.clockOff]
    .map((result) => MARKS[describeOutcome(sampleRequest({ result })).tone]);
  assert.equal(new Set(marks).size, 3);
});

Deno.test("each mark takes one column", () => {
  for (const mark of Object.values(MARKS)) assert.equal(widthOf(mark), 1);
});

Deno.test("describeStanding() puts trouble before everything else", () => {
  const trouble = { reason: "damaged", remedy: null };
  const [first, ...rest] = describeStanding(sampleStatus({ trouble }));
  assert.deepEqual(first, { tone: "bad", text: "Signing nothing: damaged" });
  assert.deepEqual(rest, []);
});

Deno.test("describeStanding() warns from 30 days before the activation ends", () => {
  const toneAt = (daysLeft: number) =>
    describeStanding(sampleStatus({ activation: { ...sampleStatus().activation, daysLeft } }))[0]?.tone;
  assert.equal(toneAt(31), "good");
  assert.equal(toneAt(30), "warning");
});

Deno.test("describeProduct() says what is missing up to the threshold, and from there on that it is reached", () => {
  assert.equal(describeProduct(24, 25, true).text, "1 missing");
  assert.equal(describeProduct(25, 25, true).text, "activated from 25 on");
  assert.equal(describeProduct(25, 25, false).text, "not served");
});

Deno.test("times are in UTC, and what is no time is dashes", () => {
  assert.equal(timeOfDay(NOON), "10:52:00");
  assert.equal(dateText(NOON), "2026-11-22");
  assert.equal(timeOfDay(Date.UTC(12_345, 0, 1, 1, 2, 3)), "01:02:03");
  for (const time of [Number.MAX_SAFE_INTEGER, NaN, Infinity, 1e300]) {
    assert.equal(timeOfDay(time), "--:--:--");
    assert.equal(dateText(time), "----------");
  }
});

Deno.test("counts are grouped and named", () => {
  assert.equal(countText(1234567), "1,234,567");
  assert.equal(countOf(1, "day"), "1 day");
  assert.equal(countOf(0, "day"), "0 days");
});

Deno.test("a moment of another day is told with its day", () => {
  assert.equal(momentText(NOON), "2026-11-22 10:52:00 UTC");
  assert.equal(shortMoment(NOON, NOON + 3_600_000), "10:52:00");
  assert.equal(shortMoment(NOON, NOON + 86_400_000), "11-22 10:52");
});

Deno.test("sizes are in decimal units, with two figures at least", () => {
  const sizes = [0, 999, 1000, 9949, 9951, 999_499, 999_500, 1.26e9, 5e12, 5e16];
  assert.deepEqual(sizes.map(bytesText), [
    "0 B",
    "999 B",
    "1.0 kB",
    "9.9 kB",
    "10 kB",
    "999 kB",
    "1.0 MB",
    "1.3 GB",
    "5.0 TB",
    "50,000 TB",
  ]);
});
