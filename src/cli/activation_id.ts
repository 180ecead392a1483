import { UsageError } from "./output.ts";

const HEX = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/** Reads an activation ID as people type it, with hyphens and braces or without, into 32 hexadecimal digits; null for none. Throws UsageError. */
export function readActivationId(text: string | undefined): string | null {
  if (text === undefined) return null;
  const match = HEX.exec(text);
  if (match !== null) return match.slice(1).join("").toLowerCase();
  throw new UsageError(
    `an activation ID has 32 hexadecimal digits, as kms /dlv shows it, got ${JSON.stringify(text)}`,
  );
}

export function isActivationId(text: string): boolean {
  return HEX.test(text);
}

/** `01234567-89ab-cdef-0123-456789abcdef` */
export function formatActivationId(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A host has one licence, which its key's serial names. */
export function hostActivationId(serial: number): string {
  return serial.toString(16).padStart(32, "0");
}
