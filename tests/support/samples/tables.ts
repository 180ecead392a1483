import { KeyHash } from "../../../src/table/key_hash.ts";
import { MachineTable } from "../../../src/table/machine_table.ts";
import type { MachineRecord } from "../../../src/table/record.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";

/** The same in every run of one seed. */
export function keyHash(seed: number): KeyHash {
  return new KeyHash(new SeededRandom(seed).bytes(KeyHash.RANDOM_BYTES));
}

/** For all tables of tests: it takes some milliseconds to make. */
export const KEY_HASH = keyHash(1);

/** A table of these records, which were put in this order. */
export function tableOf(records: Iterable<MachineRecord> = []): MachineTable {
  const table = MachineTable.empty(KEY_HASH);
  for (const record of records) table.put(record);
  return table;
}
