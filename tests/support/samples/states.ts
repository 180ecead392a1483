import { createState, type HostFacts, type HostState, INITIAL_FACTS } from "../../../src/policy/state.ts";
import type { CountsByProduct } from "../../../src/policy/request_counts.ts";
import { MachineTable } from "../../../src/table/machine_table.ts";
import type { MachineRecord } from "../../../src/table/record.ts";

/** A table of these records, which were put in this order. */
export function tableOf(records: Iterable<MachineRecord>): MachineTable {
  const table = new MachineTable(1);
  for (const record of records) table.put(record);
  return table;
}

/** A host's state. */
export function stateOf(
  facts: HostFacts = INITIAL_FACTS,
  records: Iterable<MachineRecord> = [],
  requests: CountsByProduct = {},
): HostState {
  return createState(tableOf(records), facts, requests);
}
