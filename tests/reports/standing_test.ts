import assert from "node:assert/strict";
import type { MachineRecord } from "../../src/table/record.ts";
import { standingOf } from "../../src/policy/machine_standing.ts";
import { lapsing } from "../../src/reports/standing.ts";
import { DAY, MINUTE, START } from "../support/counting.ts";
import { sampleProduct } from "../support/samples/sample_licence.ts";

const product = sampleProduct({ validityMinutes: 100 * 1440, ephemeralMinutes: 1440 });

function machine(changes: Partial<MachineRecord>): MachineRecord {
  return {
    machineId: "a".repeat(32),
    hardware: "b".repeat(32),
    name: "desk",
    productId: product.id,
    virtual: false,
    ephemeral: false,
    counted: true,
    licenceState: 2,
    minutesLeft: 600,
    result: 0,
    firstSeen: START,
    lastSeen: START,
    ...changes,
  };
}

const CASES: readonly [string, Partial<MachineRecord>, number, { state: number; ends: number | null }][] = [
  ["who was activated is licensed for its product's validity", {}, 0, { state: 1, ends: START + 100 * DAY }],
  ["a short-lived one for its own", { ephemeral: true }, 0, { state: 1, ends: START + DAY }],
  ["a lease that has ended leaves notification", { ephemeral: true }, DAY, { state: 5, ends: null }],
  [
    "who was refused goes on in its grace period",
    { result: 0xC004F038 },
    0,
    { state: 2, ends: START + 600 * MINUTE },
  ],
  ["a grace period that has ended leaves notification", { result: 0xC004F038 }, 600 * MINUTE, {
    state: 5,
    ends: null,
  }],
  [
    "who was refused a renewal goes on with its lease",
    { result: 0xC004F038, licenceState: 1, minutesLeft: 5 },
    4 * MINUTE,
    { state: 1, ends: START + 5 * MINUTE },
  ],
  ["a state that does not end stays", { result: 1, licenceState: 0, minutesLeft: 0 }, DAY, {
    state: 0,
    ends: null,
  }],
];

Deno.test("standingOf() carries on what a machine said of itself and what it was answered", () => {
  for (const [what, changes, later, expected] of CASES) {
    assert.deepEqual(standingOf(machine(changes), product, START + later), expected, what);
  }
});

Deno.test("standingOf() takes 180 days where the product is not known, and never more", () => {
  const ends = START + 180 * DAY;
  assert.equal(standingOf(machine({}), undefined, START).ends, ends);
  assert.equal(standingOf(machine({}), sampleProduct({ validityMinutes: 9_999_999 }), START).ends, ends);
});

Deno.test("lapsing() gives those that will lapse, soonest first, without the short-lived and those that do not end", () => {
  const machines = [
    machine({ name: "late" }),
    machine({ name: "short-lived", ephemeral: true }),
    machine({ name: "notified", result: 1, licenceState: 5, minutesLeft: 0 }),
    machine({ name: "soon", result: 1, minutesLeft: 1 }),
  ];
  assert.deepEqual(lapsing(machines, () => product, START).map(({ machine }) => machine.name), [
    "soon",
    "late",
  ]);
});
