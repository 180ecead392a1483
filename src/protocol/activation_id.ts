const HEX = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/** A product's activation ID as people write it, with hyphens and braces or without, as 32 hexadecimal digits; undefined for none. */
export function parseActivationId(text: string): string | undefined {
  return HEX.exec(text)?.slice(1).join("").toLowerCase();
}

/** `01234567-89ab-cdef-0123-456789abcdef` */
export function formatActivationId(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
