import type { MachineRow, MachinesWish } from "../../../src/api/types.ts";

export type Sort = NonNullable<MachinesWish["sort"]>;

/** Which machines, in which order. */
export interface Query {
  readonly sort: Sort;
  readonly descending: boolean;
  /** As the host understands it; empty for all machines. */
  readonly filter: string;
}

export const FIRST_QUERY: Query = { sort: "lastSeen", descending: true, filter: "" };

/** In the order of the key, and how each is told. */
const SORTS: Readonly<Record<Sort, string>> = {
  lastSeen: "last seen",
  leaves: "when they leave the count",
  licenceState: "licence state",
  kind: "kind",
  result: "latest answer",
  product: "product",
  machineId: "machine ID",
  name: "name",
};
const NAMES = Object.keys(SORTS) as readonly Sort[];

/** The next order; the latest seen stand first, of all others the least. */
export function sortedNext({ sort, filter }: Query): Query {
  const next = NAMES[(NAMES.indexOf(sort) + 1) % NAMES.length]!;
  return { sort: next, descending: next === "lastSeen", filter };
}

export function reversed(query: Query): Query {
  return { ...query, descending: !query.descending };
}

export function sortText({ sort, descending }: Query): string {
  return `by ${SORTS[sort]} ${arrowOf(descending)}`;
}

export function arrowOf(descending: boolean): string {
  return descending ? "▼" : "▲";
}

export function sameQuery(a: Query, b: Query): boolean {
  return a.sort === b.sort && a.descending === b.descending && a.filter === b.filter;
}

export type { MachineRow };
