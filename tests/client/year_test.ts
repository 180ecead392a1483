import assert from "node:assert/strict";
import type { RenewalFacts } from "../../src/policy/renewal.ts";
import type { Faults } from "../support/year/faults.ts";
import { type IncidentKind, KINDS } from "../support/year/plan.ts";
import { Disagreement, Year } from "../support/year/year.ts";
import { DAY } from "../support/counting.ts";

/** `deno task simulate:clients` does the same with a thousand computers. */
const COMPUTERS = 20;
const SEED = 20_260_301;

Deno.test("for a year, whatever befalls computers, clocks, disks and hosts, every client stands as the rules say", async () => {
  const tally = await new Year({ seed: SEED, computers: COMPUTERS, days: 365 }).run();
  for (const kind of [...KINDS, "container", "clone"]) assert.ok((tally.incidents[kind] ?? 0) > 0, kind);
  for (const [state, looks] of Object.entries(tally.states)) {
    assert.ok(looks > 20, `${looks} looks at ${state}`);
  }
  for (const [answer, times] of Object.entries(tally.answers)) {
    assert.ok(times > 10, `${times} times ${answer}`);
  }
  assert.ok(tally.undisturbedLooks > 20 * COMPUTERS);
});

/** A bug, what it is planted by, what befalls computers in that year, and what is said of it. */
const BUGS: readonly (readonly [string, Partial<Faults>, readonly IncidentKind[], RegExp])[] = [
  ["the first grace is a day longer", { graceDays: 31 }, ["restarted"], /is outOfBox .* should be/],
  [
    "a clock that was set back is forgotten",
    { remembered: (facts) => ({ ...facts, highestTime: 0, lastTime: 0 }) },
    ["clockAhead", "clockBehind"],
    /should be nonGenuine/,
  ],
  [
    "little steps of the clock are not added up",
    { remembered: (facts) => ({ ...facts, setBack: 0 }) },
    ["littleSteps"],
    /should be nonGenuine/,
  ],
  [
    "the time in doubt is not added up",
    { remembered: (facts) => ({ ...facts, doubtSpent: 0 }) },
    ["clockAhead", "clockBehind"],
    /is nonGenuine .* should be (nonGenuine|notification)/,
  ],
  [
    "other hardware is not noticed",
    { hardware: (_, first) => first },
    ["manyParts"],
    /should be (outOfTolerance|.*count)/,
  ],
  [
    "one new component is another computer",
    { hardware: (now, first) => now.join() === first.join() ? now : now.map((part) => `${part}!`) },
    ["onePart"],
    /should be licensed/,
  ],
  [
    "a host forgets a computer a day too early",
    { hostForgetsEarlier: DAY },
    ["manyParts", "reimaged"],
    /count .* should be/,
  ],
  [
    "a host activates one computer too early",
    { product: { threshold: 4 } },
    ["restarted"],
    /should be .*belowThreshold/,
  ],
  [
    "containers are counted",
    { asUnderstood: (request) => ({ ...request, ephemeral: false }) },
    ["restarted"],
    /count .* should be/,
  ],
  [
    "virtual machines are counted",
    { asUnderstood: (request) => ({ ...request, virtual: false }) },
    ["restarted"],
    /count .* should be/,
  ],
  [
    "a lease is renewed when it has ended",
    { planned: (seen, ends) => later(seen, ends ?? 0) },
    ["restarted"],
    /should have been renewed/,
  ],
  [
    "a short lease is renewed each week",
    { planned: (seen) => later(seen, (seen.renewal?.after ?? 0) + 6.5 * DAY) },
    ["restarted"],
    /nothing has kept it from/,
  ],
  [
    "a host that was away is tried once a week",
    { planned: (seen) => ({ ...seen, activationInterval: 7 * 1440 }) },
    ["restarted"],
    /nothing has kept it from/,
  ],
  ["a full disk loses what it is given", { losesWrites: true }, ["diskFull"], /should have asked nobody/],
  ["tries are not spread", { noSpread: true }, ["restarted"], /times in a second when the power is back/],
];

function later<Seen extends Pick<RenewalFacts, "renewal">>(seen: Seen, after: number): Seen {
  return seen.renewal === null ? seen : { ...seen, renewal: { ...seen.renewal, after } };
}

for (const [bug, faults, kinds, says] of BUGS) {
  Deno.test(`the simulated year finds it where ${bug}`, async () => {
    const year = new Year({ seed: SEED, computers: 10, days: 80, faults, kinds });
    await assert.rejects(year.run(), (error) => error instanceof Disagreement && says.test(error.message));
  });
}
