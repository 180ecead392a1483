import * as v from "valibot";
import { clientEventSchema, type LoggedEvent } from "../policy/client_events.ts";
import { hostEventSchema } from "../policy/events.ts";

/** What the fields of an event mean, by their names; one whose name says it all is left out. */
export function fieldMeanings(id: LoggedEvent["id"]): ReadonlyMap<string, string> {
  const schema = [...hostEventSchema.options, ...clientEventSchema.options]
    .find(({ entries }) => entries.id.literal === id);
  return new Map(Object.entries(schema?.entries ?? {}).flatMap(meaningOf));
}

function meaningOf([name, schema]: [string, v.GenericSchema]): [string, string][] {
  const inner = "wrapped" in schema ? v.getDescription(schema.wrapped as v.GenericSchema) : undefined;
  const text = v.getDescription(schema) ?? inner;
  return text === undefined ? [] : [[name, text]];
}
