import { parseActivationId } from "../protocol/activation_id.ts";
import { UsageError } from "./output.ts";

/** Reads an activation ID as people type it, with hyphens and braces or without, into 32 hexadecimal digits; null for none. Throws UsageError. */
export function readActivationId(text: string | undefined): string | null {
  if (text === undefined) return null;
  const id = parseActivationId(text);
  if (id !== undefined) return id;
  throw new UsageError(
    `an activation ID has 32 hexadecimal digits, as kms /dlv shows it, got ${JSON.stringify(text)}`,
  );
}

export function isActivationId(text: string): boolean {
  return parseActivationId(text) !== undefined;
}

/** A host has one licence, which its key's serial names. */
export function hostActivationId(serial: number): string {
  return serial.toString(16).padStart(32, "0");
}
