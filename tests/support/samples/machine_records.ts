import type { MachineRecord } from "../../../src/table/record.ts";
import { START } from "../counting.ts";
import { sampleProduct } from "./sample_licence.ts";

/** `n` as an identifier. */
export const hexId = (n: number): string => n.toString(16).padStart(32, "0");

/** The record of machine number `n`, which was activated and no other is like, with `changes`. */
export function machineRecord(n: number, changes: Partial<MachineRecord> = {}): MachineRecord {
  return {
    machineId: hexId(n + 0x1000),
    hardware: hexId(n + 0x2000),
    name: `desk-${n}`,
    productId: sampleProduct().id,
    virtual: false,
    ephemeral: false,
    counted: true,
    licenceState: 2,
    minutesLeft: 40_000,
    result: 0,
    firstSeen: START,
    lastSeen: START,
    ...changes,
  };
}
