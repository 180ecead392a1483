import { DecodeError } from "../../src/protocol/decode_error.ts";

/** What is wrong with a value, by decoding and then judging it. */
export function faultOf<T>(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => T,
  judge: (value: T) => string | undefined,
) {
  try {
    return judge(decode(bytes));
  } catch (error) {
    if (error instanceof DecodeError) return error.problem;
    throw error;
  }
}
