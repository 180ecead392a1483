const UNITS = ["B", "K", "M", "G", "T"];

/** A size as people write it, in bytes: `256MB`, `1 GiB`, `64m` in units of 1024; a number alone is bytes. Undefined for any other text. */
export function sizeIn(text: string): number | undefined {
  const match = /^(\d{1,9})\s*([KMGT]?)(?:i?B)?$/i.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * 1024 ** UNITS.indexOf(match[2]!.toUpperCase() || "B");
}
