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

/** `192.0.2.1:9688`, `[2001:db8::1]:9688` or `name:9688`. Throws UsageError. */
export function readAddress(text: string): { hostname: string; port: number } {
  const match = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(text);
  if (match === null) throw new UsageError(`--listen takes ADDR:PORT, got ${JSON.stringify(text)}`);
  return { hostname: (match[1] ?? match[2])!, port: readPort(match[3]!) };
}
