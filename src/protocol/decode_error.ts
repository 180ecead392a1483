/**
 * Why bytes or text from outside were refused. The names are those of the test vectors (tests/vectors).
 * - `length` too short, too long, or a length field that disagrees with what is there
 * - `type`, `version` not the kind or version of value that was expected
 * - `reserved` a reserved bit or byte is not 0
 * - `range` a field holds a value that it cannot have
 * - `text` not UTF-8, not JSON, or a character that is not allowed there
 * - `checksum` a check digit or check number is wrong: a typing or reading mistake
 */
export type DecodeProblem = "length" | "type" | "version" | "reserved" | "range" | "text" | "checksum";

/** The only error that a decoder throws. Its message names the value and what is wrong with it. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";

  constructor(what: string, readonly problem: DecodeProblem, detail: string, options?: ErrorOptions) {
    super(`Cannot decode ${what}: ${detail}`, options);
  }
}
