import { fromHex, toHex } from "../protocol/bytes.ts";

/** Reads bytes as one unsigned number, most significant byte first. */
export function numberFromBytes(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** The number in exactly `length` bytes, or undefined where it needs more. */
export function bytesFromNumber(value: bigint, length: number): Uint8Array | undefined {
  const hex = value.toString(16).padStart(length * 2, "0");
  return hex.length > length * 2 ? undefined : fromHex(hex, length, "number");
}
