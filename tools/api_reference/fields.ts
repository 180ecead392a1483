import type { JsonSchema } from "@valibot/to-json-schema";
import { ClientEventId } from "../../src/policy/client_events.ts";
import { EventId } from "../../src/policy/events.ts";
import { table } from "../markdown.ts";

type Row = readonly [name: string, type: string, meaning: string];

/** A table of a value's fields, those of what is nested in it too (`activation.ends`); one for each form where there are several. */
export function fieldTables(schema: JsonSchema): string {
  const forms = (schema.oneOf ?? [schema]) as readonly JsonSchema[];
  return forms.map(formTable).join("\n");
}

function formTable(form: JsonSchema): string {
  if (form.$ref !== undefined) return `${typeOf(form)}, or\n`;
  return eventTitle(form) + fieldTable(form);
}

/** The fields of one form, without those that are named. */
export function fieldTable(form: JsonSchema, without: readonly string[] = []): string {
  const rows = fieldsOf(form, "").filter(([name]) => !without.includes(name.replaceAll("`", "")));
  return table([["field", "type", "meaning"], ...rows.map((row) => [...row])]);
}

/** Of an event the name that the sources know it by. */
function eventTitle({ properties = {} }: JsonSchema): string {
  const id = (properties["id"] as JsonSchema | undefined)?.const;
  const name = Object.entries({ ...EventId, ...ClientEventId }).find(([, number]) => number === id)?.[0];
  return name === undefined ? "" : `\`${id}\` ${name}\n\n`;
}

function fieldsOf(schema: JsonSchema, before: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const own = field as JsonSchema;
    const optional = schema.required?.includes(name) === true ? "" : " (may be absent)";
    const row: Row = [`\`${before}${name}\``, typeOf(own) + optional, meaningOf(own)];
    return [row, ...partsOf(own).flatMap(([part, suffix]) => fieldsOf(part, `${before}${name}${suffix}.`))];
  });
}

/** The objects that a field holds, itself or as members of a list. */
function partsOf(schema: JsonSchema): [JsonSchema, string][] {
  const members = schema.items as JsonSchema | undefined;
  if (members !== undefined) return partsOf(members).map(([part]) => [part, "[]"]);
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => partsOf(one as JsonSchema));
  return schema.properties === undefined ? [] : [[schema, ""]];
}

function meaningOf({ description, anyOf = [] }: JsonSchema): string {
  return description ??
    anyOf.map((one) => (one as JsonSchema).description).find((one) => one !== undefined) ?? "";
}

function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, items, additionalProperties } = schema;
  if ($ref !== undefined) return linkTo($ref.slice($ref.lastIndexOf("/") + 1));
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(" or ");
  if (anyOf !== undefined) return anyOf.map((one) => typeOf(one as JsonSchema)).join(" or ");
  if (items !== undefined) return `list: ${typeOf(items as JsonSchema)}`;
  if (typeof additionalProperties === "object") return `${typeOf(additionalProperties)} by name`;
  return simpleType(schema);
}

function simpleType({ type, minimum, maximum, minLength, maxLength }: JsonSchema): string {
  if (type === "string") {
    if (minLength !== undefined && minLength === maxLength) return `string of ${minLength} characters`;
    const least = minLength === undefined ? "" : `, at least ${minLength} characters`;
    return `string${least}${maxLength === undefined ? "" : `, at most ${maxLength} characters`}`;
  }
  if (type === "integer") return maximum === undefined ? "whole number" : `${minimum} to ${maximum}`;
  return String(type);
}

export function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
