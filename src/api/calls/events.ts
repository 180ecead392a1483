import * as v from "valibot";
import { loggedEventSchema } from "../../policy/client_events.ts";
import { queryWhole, queryWholes, type Routes, text, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

/** What travels of the event log. Times are milliseconds since 1970. */

const MOST_EVENTS = 1000;
const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const cursor = text(80);
const result = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((given) => given === "activated" || given === "refused" ? given : numberIn(given)),
  v.union([v.picklist(["activated", "refused"]), whole]),
);

function numberIn(given: string | number): number {
  return /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(String(given)) ? Number(given) : NaN;
}

/** Which events are wanted, and where to read. Without `before` and `after` the newest are read. */
export const eventsInputSchema = v.strictObject({
  after: v.optional(described(cursor, "a cursor, or start: the events behind it, towards newer ones")),
  before: v.optional(described(cursor, "a cursor, or end: the events in front of it, towards older ones")),
  limit: v.optional(
    described(v.pipe(queryWhole, v.minValue(1), v.maxValue(MOST_EVENTS)), "events at most; 100 unless given"),
  ),
  ids: v.optional(described(queryWholes, "numbers of events, with commas between")),
  since: v.optional(described(queryWhole, "from this time on, milliseconds since 1970")),
  until: v.optional(described(queryWhole, "before this time, milliseconds since 1970")),
  machine: v.optional(
    described(text(64), "a machine's name, in which * stands for anything, or its machine ID"),
  ),
  result: v.optional(
    described(
      result,
      "HRESULT of the answer, or activated, or refused: anything else, too few computers as well",
    ),
  ),
});

export const eventEntrySchema = v.object({
  source: described(
    v.picklist(["journal", "faults", "client"]),
    "the log that it stands in: the host's journal, what kept a host from starting, a client's",
  ),
  n: described(whole, "its number in that log"),
  product: described(
    v.nullable(v.string()),
    "name of the product that it is about; null where there is none, or it is not known",
  ),
  event: loggedEventSchema,
});
export type EventEntry = v.InferOutput<typeof eventEntrySchema>;

export const eventsOutputSchema = v.object({
  events: described(
    v.array(eventEntrySchema),
    "the oldest first; there may be none though there are more behind",
  ),
  before: described(v.string(), "cursor of the place in front of them"),
  after: described(v.string(), "cursor of the place behind them"),
  atEnd: described(v.boolean(), "whether there is nothing more (yet) in the direction in which it was read"),
  unreadable: described(whole, "lines of the log that cannot be read"),
});
export type EventsPage = v.InferOutput<typeof eventsOutputSchema>;

/** A step of checking the chain: some megabytes of it. */
export const verificationInputSchema = v.strictObject({
  after: v.optional(described(text(120), "the cursor that the step before gave; left out at the beginning")),
});
export const verificationOutputSchema = v.object({
  cursor: described(v.string(), "where the next step goes on"),
  events: described(whole, "that were checked in this step"),
  bytes: described(whole, "that were checked in this step"),
  total: described(whole, "bytes of the whole journal, now"),
  first: described(v.nullable(whole), "number of the first event that is kept, where this step saw it"),
  last: described(whole, "number of the last event that was checked"),
  explained: described(
    v.boolean(),
    "whether this step saw the event (12331) that says why the journal begins there",
  ),
  unfinished: described(whole, "bytes at the end that are being written, or that a crash left"),
  done: described(v.boolean(), "whether the end was reached"),
  checkpoint: described(
    v.picklist(["read", "none", "unreadable"]),
    "whether the checkpoint (state.json) could be read; without it an end that was cut off is not seen",
  ),
  unreadable: described(v.nullable(v.string()), "why the checkpoint could not be read; null where it could"),
  fault: described(
    v.nullable(v.object({
      file: v.string(),
      line: described(v.nullable(whole), "from 1; null where it is the file as a whole"),
      n: described(whole, "number of the event that should stand there; 0 where it cannot be told"),
      reason: v.string(),
    })),
    "the first line that is not as it was written; null where there is none up to the cursor",
  ),
});
export type VerificationStep = v.InferOutput<typeof verificationOutputSchema>;

export const EVENTS_ROUTES = {
  events: {
    ...PATHS.events,
    access: "read",
    summary: "A page of the event log",
    input: eventsInputSchema,
    output: eventsOutputSchema,
  },
  verifyEvents: {
    ...PATHS.verifyEvents,
    access: "read",
    summary: "Check a stretch of the journal's chain of hashes",
    input: verificationInputSchema,
    output: verificationOutputSchema,
  },
} as const satisfies Routes;
