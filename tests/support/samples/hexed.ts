import { toHex } from "../../../src/protocol/bytes.ts";

/** A value as the vector files write it: every Uint8Array as hexadecimal digits. */
export function hexed(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(hexed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hexed(member)]));
}

/** The bytes of hexadecimal digits, white space aside, of any length. */
export function unhex(text: string): Uint8Array<ArrayBuffer> {
  const pairs = text.replace(/\s/g, "").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
