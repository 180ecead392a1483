import { type JsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { hostEventSchema } from "../../src/policy/events.ts";
import { clientEventSchema, loggedEventSchema } from "../../src/policy/client_events.ts";
import { hostSettingsSchema } from "../../src/policy/settings.ts";
import * as types from "../../src/api/types.ts";

/** What travels, by its name in the reference: `licenceInputSchema` is LicenceInput. */
const NAMED: ReadonlyMap<GenericSchema, string> = new Map(
  Object.entries<unknown>({
    ...types,
    hostSettingsSchema,
    hostEventSchema,
    clientEventSchema,
    loggedEventSchema,
  })
    .filter((entry): entry is [string, GenericSchema] => entry[0].endsWith("Schema"))
    .map(([name, schema]): [GenericSchema, string] => [schema, valueName(name)])
    .sort(([, a], [, b]) => a < b ? -1 : 1),
);

function valueName(schemaName: string): string {
  return schemaName[0]!.toUpperCase() + schemaName.slice(1, -"Schema".length);
}

/** Every value of the API as JSON Schema 2020-12; one that is part of another is referred to by its name. */
export function apiSchemas(): Readonly<Record<string, JsonSchema>> {
  const definitions = Object.fromEntries(Array.from(NAMED, ([schema, name]) => [name, schema]));
  return toJsonSchemaDefs(definitions, {
    target: "draft-2020-12",
    typeMode: "output",
    overrideAction: ({ valibotAction, jsonSchema }) => valibotAction.type === "ip" ? jsonSchema : null, // of either kind: there is no format for it
    overrideRef: ({ referenceId }) => referenceTo(referenceId),
  });
}

/** The name of a route's input or output. Throws for a schema that types.ts does not export. */
export function nameOf(schema: GenericSchema): string {
  const name = NAMED.get(schema);
  if (name === undefined) throw new Error("a route's schema is not exported from src/api/types.ts");
  return name;
}

export function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}
