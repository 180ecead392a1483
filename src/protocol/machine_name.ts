import { DecodeError } from "./decode_error.ts";

export const MAX_NAME_BYTES = 63;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** SPEC 3: control characters (C0, DEL, C1) and those that reorder text (bidirectional embeddings, overrides, isolates). */
const FORBIDDEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text from outside holds nothing that could move a cursor or reorder what is shown. */
export function isPlainText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** UTF-8 of a name that the wire accepts. Throws RangeError for one that it does not: see fitMachineName. */
export function encodeMachineName(name: string): Uint8Array {
  const bytes = encoder.encode(name);
  if (bytes.length > MAX_NAME_BYTES) {
    throw new RangeError(`machine name has ${bytes.length} bytes, at most ${MAX_NAME_BYTES} fit`);
  }
  if (!isPlainText(name)) {
    throw new RangeError("machine name has a control or bidirectional-override character");
  }
  return bytes;
}

/** Throws DecodeError. */
export function decodeMachineName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = decoder.decode(bytes);
  } catch (cause) {
    throw new DecodeError("machine name", "text", "not UTF-8", { cause });
  }
  if (!isPlainText(name)) {
    throw new DecodeError("machine name", "text", "it has a control or bidirectional-override character");
  }
  return name;
}

/** The nearest name that the wire accepts: forbidden characters left out, cut to 63 bytes between characters. */
export function fitMachineName(name: string): string {
  let fitted = "";
  let bytes = 0;
  for (const char of name.toWellFormed()) {
    if (!isPlainText(char)) continue;
    bytes += encoder.encode(char).length;
    if (bytes > MAX_NAME_BYTES) break;
    fitted += char;
  }
  return fitted;
}
