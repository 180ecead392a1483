import type { MachineRecord } from "../table/record.ts";
import type { Editions } from "./editions.ts";
import type { Column, Row } from "./report.ts";

/** What a list of machines tells of each, besides what the list is about. */
export const MACHINE_COLUMNS: readonly Column[] = [
  { name: "machine", title: "Machine", kind: "text" },
  { name: "product", title: "Product", kind: "text" },
  { name: "edition", title: "Edition", kind: "text" },
];

export function machineCells(machine: MachineRecord, editions: Editions): Row {
  return { machine: machine.name, ...editions.named(machine.productId) };
}
