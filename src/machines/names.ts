/** What a list of machines can be put in order by. */
export const MACHINE_SORTS = [
  "lastSeen",
  "name",
  "machineId",
  "product",
  "kind",
  "leaves",
  "licenceState",
  "result",
] as const;
export type MachineSort = typeof MACHINE_SORTS[number];

/** What a machine is: a short-lived one may be virtual too, and is named as what it said it was. */
export const MACHINE_KINDS = ["physical", "virtual", "ephemeral"] as const;
export type MachineKind = typeof MACHINE_KINDS[number];

/** The licence states by their numbers, as they are typed. */
export const STATE_WORDS = [
  "unlicensed",
  "licensed",
  "initial",
  "additional",
  "nongenuine",
  "notification",
] as const;

/** The terms of a filter, with what stands after their colon. */
export const FILTER_TERMS = {
  name: "a part of the machine's name",
  id: "a part of its machine ID or hardware",
  product: "a part of the product's name, or its activation ID",
  kind: "physical, virtual or ephemeral",
  state:
    "unlicensed, licensed, initial, additional, nongenuine, notification or 0 to 5; grace for any grace period",
  result: "activated, refused, or the HRESULT of the answer",
  counted: "yes or no",
  duplicate: "yes or no: whether its machine ID is on other hardware too",
} as const;
export type FilterTerm = keyof typeof FILTER_TERMS;

/** Rows of one page at most. */
export const MOST_ROWS = 500;
/** Characters of a filter at most. */
export const LONGEST_FILTER = 200;
