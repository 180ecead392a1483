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

/** What is known of how a document is kept. */
interface Kept {
  /** The highest format that is known. */
  readonly known?: number;
  /** Takes the content out of what is stored. May throw DecodeError. */
  readonly opened?: (stored: unknown, what: string) => unknown;
}

/** Reads a kept document, whose member `format` tells by which rules it was written. Throws NewerFormat or DecodeError. */
export function parseKept<const S extends v.GenericSchema>(
  schema: S,
  stored: unknown,
  what: string,
  { known = 1, opened = (value) => value }: Kept = {},
): v.InferOutput<S> {
  if (v.is(numbered, stored) && stored.format > known) throw new NewerFormat(what, stored.format, known);
  return parseValue(schema, opened(stored, what), what);
}
