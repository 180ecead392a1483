import * as v from "valibot";
import { DecodeError } from "./decode_error.ts";

/** Reads JSON text (a byte-order mark is skipped) into what `schema` describes. Throws DecodeError that names the first thing wrong. */
export function parseJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  what: string,
): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new DecodeError(what, "text", "it is not JSON", { cause });
  }
  return parseValue(schema, value, what);
}

/** The same for a value that is no text any more. Throws DecodeError. */
export function parseValue<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new DecodeError(what, "range", `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
}
