import fc from "fast-check";
import type { MachineRecord } from "../../src/table/record.ts";
import { hexId } from "../support/samples/machine_records.ts";
import { DAY } from "../support/counting.ts";

const WORD = 0xffff_ffff;

/** Few machines, so that they meet; names of every width that rows have, and beyond. */
export const names = fc.oneof(
  fc.constantFrom(
    "",
    "desk",
    "x".repeat(24),
    "x".repeat(25),
    "ö".repeat(31),
    "x".repeat(63),
    '"\\\u2028=',
    "🖥",
  ),
  fc.string({ maxLength: 31, unit: "grapheme" }).map((name) => name.toWellFormed()),
);

/** Any record. Times are such that leaving and coming back happen. */
export function anyRecord(
  ids: fc.Arbitrary<number> = fc.nat(5),
  times: fc.Arbitrary<number> = fc.integer({ min: 0, max: 70 * DAY }),
  machineIds = ids,
): fc.Arbitrary<MachineRecord> {
  return fc.record({
    machineId: machineIds.map(hexId),
    hardware: ids.map(hexId),
    name: names,
    productId: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((id) => id.toString(16).padStart(32, "0")),
    virtual: fc.boolean(),
    ephemeral: fc.boolean(),
    counted: fc.boolean(),
    licenceState: fc.nat(5),
    minutesLeft: fc.oneof(fc.nat(), fc.constantFrom(0, WORD)),
    result: fc.oneof(fc.nat(), fc.constantFrom(0, 0xC004F038, WORD)),
    firstSeen: fc.oneof(times, fc.constantFrom(0, 10 ** 15 - 1)),
    lastSeen: times,
    heldFrom: fc.option(times, { nil: undefined, freq: 4 }),
  }).map(({ heldFrom, ...record }) => heldFrom === undefined ? { ...record } : { ...record, heldFrom });
}
