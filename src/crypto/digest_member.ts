import { createHash } from "node:crypto";
import { DecodeError } from "../protocol/decode_error.ts";

/** What a JSON document is stored as: itself, and last `sha256`, over its other members as JSON text, in hexadecimal. */
export function withDigest(value: object): object {
  return { ...value, sha256: digestOfJson(value, "document") };
}

/**
 * The document without its digest. It is returned as it is where it has none, as one that an earlier program wrote. Throws DecodeError
 * where the digest is another: a bit that turned over may leave JSON of the right shape, but with another key in it.
 */
export function withoutDigest(stored: unknown, what: string): unknown {
  if (typeof stored !== "object" || stored === null || !("sha256" in stored)) return stored;
  const { sha256, ...value } = stored;
  if (digestOfJson(value, what) === sha256) return value;
  throw new DecodeError(
    what,
    "checksum",
    "its content is not what its sha256 says: it was changed or damaged",
  );
}

/** SHA-256 over the value as JSON text, in hexadecimal. Throws DecodeError for one that is nested too deeply to be written. */
export function digestOfJson(value: unknown, what: string): string {
  return createHash("sha256").update(textOf(value, what)).digest("hex");
}

function textOf(value: unknown, what: string): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new DecodeError(what, "range", "it is nested too deeply", { cause }); // what was read as JSON fails at its depth alone
  }
}
