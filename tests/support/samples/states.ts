import { createState, type HostFacts, type HostState, INITIAL_FACTS } from "../../../src/policy/state.ts";
import type { CountsByProduct } from "../../../src/policy/request_counts.ts";
import type { MachineRecord } from "../../../src/table/record.ts";
import { tableOf } from "./tables.ts";

/** A host's state. */
export function stateOf(
  facts: HostFacts = INITIAL_FACTS,
  records: Iterable<MachineRecord> = [],
  requests: CountsByProduct = {},
): HostState {
  return createState(tableOf(records), facts, requests);
}
