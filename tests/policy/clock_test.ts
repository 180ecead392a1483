import assert from "node:assert/strict";
import {
  believedAt,
  clockAfter,
  clockAfterLook,
  type ClockFacts,
  INITIAL_CLOCK,
  isBehind,
  isLookDue,
  latestSaid,
  LOOKS,
} from "../../src/policy/clock.ts";
import { DAY, HOUR, MINUTE, START } from "../support/counting.ts";

/** What is known after looks at such times, in days from START. */
function lookedAt(...days: readonly number[]): ClockFacts {
  return days.reduce(
    (clock, day) => clockAfterLook(clock, START + day * DAY),
    clockAfter(INITIAL_CLOCK, START, 0),
  );
}

const daily = (from: number, times: number) => Array.from({ length: times }, (_, i) => from + i);
const believedDays = (clock: ClockFacts) => (clock.believed - START) / DAY;

Deno.test("clockAfter() begins with the first event, or with the last one of a state of before there were looks", () => {
  assert.equal(clockAfter(INITIAL_CLOCK, START, 0).believed, START);
  assert.equal(clockAfter(INITIAL_CLOCK, START + 400 * DAY, START).believed, START);
});

Deno.test("clockAfterLook() believes day after day, and no jump ahead", () => {
  assert.equal(believedDays(lookedAt(...daily(1, 100))), 100);
  const jumped = believedDays(lookedAt(1, 2, 402, 403, 404));
  assert(jumped > 5 && jumped < 5.01, `${jumped}`);
  const restored = believedDays(lookedAt(1, 2, 402, 403, 5));
  assert.equal(restored, 5);
});

Deno.test("clockAfterLook() believes what the clock has said at all of the last looks", () => {
  const jumped = lookedAt(1, ...daily(401, LOOKS - 1));
  assert(believedDays(jumped) < LOOKS + 1);
  assert.equal(believedDays(clockAfterLook(jumped, START + (400 + LOOKS) * DAY)), 401);
});

Deno.test("clockAfterLook() goes back with the clock at once", () => {
  assert.equal(believedDays(lookedAt(...daily(41, 40), 40)), 40);
});

Deno.test("believedAt() is the clock's time, but no more than a day after the last look", () => {
  const clock = lookedAt(1);
  assert.equal(believedAt(clock, START + 1.5 * DAY), START + 1.5 * DAY);
  assert.equal(believedAt(clock, START + 400 * DAY), START + 2 * DAY + MINUTE);
});

Deno.test("latestSaid() is what the clock has said within the looks that are remembered", () => {
  const ahead = clockAfter(lookedAt(1), START + 400 * DAY, START + DAY);
  assert.equal(latestSaid(ahead), START + 400 * DAY);
  assert(isBehind(ahead, START + 2 * DAY));
  assert(!isBehind(ahead, START + 400 * DAY - MINUTE));
  const later = daily(2, LOOKS).reduce((clock, day) => clockAfterLook(clock, START + day * DAY), ahead);
  assert.equal(latestSaid(later), START + 400 * DAY);
  const last = clockAfterLook(later, START + (LOOKS + 2) * DAY);
  assert.equal(latestSaid(last), START + (LOOKS + 2) * DAY);
});

Deno.test("isLookDue() is so nearly a day after the last look, or after the beginning, whichever way", () => {
  for (const clock of [lookedAt(0), clockAfter(INITIAL_CLOCK, START, 0)]) {
    const due = [-21, -19, 0, 19, 21].map((hours) => isLookDue(clock, START + hours * HOUR));
    assert.deepEqual(due, [true, false, false, false, true]);
  }
});
