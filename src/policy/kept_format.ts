import * as v from "valibot";
import { parseValue } from "../protocol/json.ts";
import { OperationError } from "./operation_error.ts";

/** A file of the state folder was written by a later version of the program. Nothing of it may be changed. */
export class NewerFormat extends OperationError {
  override readonly name = "NewerFormat";

  constructor(what: string, format: number, known: number) {
    super(`${what} has format ${format}, this program knows ${known}`, {
      remedy: "run a version of kms at least as new as the one that wrote it",
    });
  }
}

const numbered = v.looseObject({ format: v.number() });

/** A kept document, whose member `format` tells by which rules it was written. Throws NewerFormat. */
export function notNewer(value: unknown, what: string, known = 1): unknown {
  if (v.is(numbered, value) && value.format > known) throw new NewerFormat(what, value.format, known);
  return value;
}

/** Reads a kept document. Throws NewerFormat or DecodeError. */
export function parseKept<const S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  what: string,
): v.InferOutput<S> {
  return parseValue(schema, notNewer(value, what), what);
}
