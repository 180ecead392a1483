import * as v from "valibot";
import { nothingSchema, type Routes, time, whole } from "./shared.ts";
import { PATHS } from "../paths.ts";

/** What travels of a host's work in the last hour, and of its files. Times are milliseconds since 1970. */

const described = <S extends v.GenericSchema>(schema: S, text: string) => v.pipe(schema, v.description(text));

const minuteSchema = v.object({
  requests: described(whole, "that were answered and recorded"),
  activated: described(whole, "of them: activations and renewals"),
  tooFew: described(whole, "of them: refused for too few computers alone"),
});

export const activitySchema = v.object({
  time,
  since: described(
    v.nullable(whole),
    "when the counting began, which is when the host started; null where no host runs",
  ),
  minutes: described(
    v.array(minuteSchema),
    "the last 60 minutes at most, the oldest first, without a gap; the last one is still running",
  ),
  begins: described(v.nullable(whole), "when the first of these minutes began; null where there is none"),
  checkpoint: described(
    v.nullable(v.object({
      time: described(v.nullable(whole), "of the last event that it holds; null where it holds none"),
      event: described(whole, "number of the last event that it holds"),
      machines: described(whole, "records in it"),
      bytes: described(
        v.nullable(whole),
        "of state.json and the machine records; null where the disk does not say",
      ),
    })),
    "the state as it was written last; null where there is none yet, or the state is not at hand",
  ),
  journal: described(
    v.nullable(v.object({
      segments: described(whole, "files"),
      bytes: whole,
      next: described(whole, "number of the event that will be recorded next"),
      afterCheckpoint: described(whole, "events that are in no checkpoint yet"),
    })),
    "null where it is not at hand",
  ),
  freeBytes: described(
    v.nullable(whole),
    "on the disk of the state folder; null where the system does not say",
  ),
});
export type Activity = v.InferOutput<typeof activitySchema>;

export const ACTIVITY_ROUTES = {
  activity: {
    ...PATHS.activity,
    access: "read",
    summary: "Requests a minute in the last hour, and the files of the state folder",
    input: nothingSchema,
    output: activitySchema,
  },
} as const satisfies Routes;
