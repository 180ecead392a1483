import { UsageError } from "./output.ts";

/** Reads a whole number of an option. Throws UsageError. */
export function readWhole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(
    `${option} takes a whole number from ${least} to ${most}, got ${JSON.stringify(text)}`,
  );
}

/** Throws UsageError. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new UsageError(`a port is a whole number from 0 to 65535, got ${JSON.stringify(text)}`);
}
