import * as v from "valibot";
import {
  FILTER_TERMS,
  LONGEST_FILTER,
  MACHINE_KINDS,
  MACHINE_SORTS,
  MOST_ROWS,
} from "../../machines/names.ts";
import { eventEntrySchema } from "./events.ts";
import { queryBoolean, queryWhole, type Routes, text, time, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

/** What travels of the machines that a host keeps records of. Times are milliseconds since 1970. */

const MOST_EVENTS = 200;
const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const key = described(
  v.pipe(v.string(), v.regex(/^[em]?[0-9a-f]{32}$/)),
  "what the record is kept under: the hardware; for a machine without one m and its machine ID, for a short-lived one e and that",
);
const limit = (most: number, otherwise: number) =>
  described(v.pipe(queryWhole, v.minValue(1), v.maxValue(most)), `rows at most; ${otherwise} unless given`);
const licenceState = v.pipe(whole, v.maxValue(5));

const TERMS = Object.entries(FILTER_TERMS).map(([name, meaning]) => `${name}: (${meaning})`).join(", ");

/** Which machines, in which order, and which of them. */
export const machinesInputSchema = v.strictObject({
  sort: v.optional(described(v.picklist(MACHINE_SORTS), "lastSeen unless given")),
  descending: v.optional(
    described(queryBoolean, "the other way round; unless given true for lastSeen, false for all others"),
  ),
  filter: v.optional(described(
    text(LONGEST_FILTER),
    "words that must all fit, each anywhere in name, machine ID, hardware or product name, in capital or small letters; " +
      `or terms: ${TERMS}. In double quotes a word may hold spaces and colons`,
  )),
  offset: v.optional(described(queryWhole, "how many of the list stand before the page; 0 unless given")),
  limit: v.optional(limit(MOST_ROWS, 100)),
  around: v.optional(
    described(
      key,
      "key of a machine that is to be on the page, wherever it stands by now; if it is in the list, offset does not matter",
    ),
  ),
  lead: v.optional(
    described(queryWhole, "with around: how many rows of the page stand before it, where there are as many"),
  ),
});
export type MachinesWish = v.InferOutput<typeof machinesInputSchema>;

export const machineRowSchema = v.object({
  key,
  machineId: v.string(),
  hardware: described(v.string(), "four components of 8 hexadecimal digits"),
  name: described(v.string(), "what the machine calls itself: text from the network"),
  productId: described(v.string(), "activation ID of the product that it asked for last"),
  product: described(v.nullable(v.string()), "its name; null where the licence file does not know it"),
  kind: v.picklist(MACHINE_KINDS),
  virtual: v.boolean(),
  ephemeral: v.boolean(),
  counted: v.boolean(),
  licenceState: described(
    licenceState,
    "in which it is now, as far as the host can know, by what it was answered and the time since: 0 unlicensed, 1 licensed, " +
      "2 initial grace, 3 additional grace, 4 not genuine, 5 notification",
  ),
  minutesLeft: described(v.nullable(whole), "until that state ends; null where it does not end by itself"),
  reported: described(
    v.object({ licenceState, minutesLeft: whole }),
    "what it said of itself when it asked last; 0 minutes where its state did not end",
  ),
  result: described(whole, "HRESULT of the latest answer; 0 is activated"),
  firstSeen: time,
  lastSeen: time,
  leaves: described(
    v.nullable(whole),
    "when it leaves the count unless it asks again; null where it does not count",
  ),
  duplicate: described(v.boolean(), "whether its machine ID is on other hardware too: a clone, or a repair"),
});
export type MachineRow = v.InferOutput<typeof machineRowSchema>;

export const machinesOutputSchema = v.object({
  time: described(
    whole,
    "as of when the list is; it may be some seconds old, the longer, the more it took to make",
  ),
  known: described(whole, "machines that a record is kept of"),
  counted: described(whole, "those of them that count"),
  total: described(whole, "machines that pass the filter"),
  offset: described(whole, "how many of them stand before the page"),
  position: described(
    v.nullable(whole),
    "where the machine of around stands in the list, from 0; null where it does not",
  ),
  rows: v.array(machineRowSchema),
});
export type MachinesPage = v.InferOutput<typeof machinesOutputSchema>;

export const machineInputSchema = v.strictObject({
  id: described(
    v.pipe(text(200), v.minLength(1)),
    "key, machine ID (with braces and hyphens or without), hardware or name; a name in capital or small letters",
  ),
  limit: v.optional(
    described(v.pipe(queryWhole, v.minValue(1), v.maxValue(MOST_EVENTS)), "events at most; 50 unless given"),
  ),
  before: v.optional(described(text(80), "a cursor that an earlier answer gave: the events older than that")),
});

export const machineOutputSchema = v.object({
  time: described(whole, "as of when it is"),
  machine: machineRowSchema,
  others: described(
    v.array(machineRowSchema),
    "other records of the same machine ID, the latest seen first, at most 100; filter with id: for more",
  ),
  events: described(
    v.array(eventEntrySchema),
    "of the journal, about this machine ID or this hardware, the newest first; there may be none though there are older ones",
  ),
  before: described(v.string(), "cursor of the place in front of them"),
  atEnd: described(v.boolean(), "whether the journal has no older ones"),
});
export type MachineDetails = v.InferOutput<typeof machineOutputSchema>;

export const MACHINES_ROUTES = {
  machines: {
    ...PATHS.machines,
    access: "read",
    summary: "A page of the machines that the host keeps records of",
    input: machinesInputSchema,
    output: machinesOutputSchema,
  },
  machine: {
    ...PATHS.machine,
    access: "read",
    summary: "One machine, its duplicates, and what the journal tells of it",
    input: machineInputSchema,
    output: machineOutputSchema,
  },
} as const satisfies Routes;
