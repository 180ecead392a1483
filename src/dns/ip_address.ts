import { DecodeError } from "../protocol/decode_error.ts";

const DECIMAL = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
/** Six groups and an IPv4 address. */
const LONGEST = 45;

/** The 4 or 16 bytes of an IPv4 or IPv6 address; undefined where the text is none. */
export function parseIpAddress(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length > LONGEST) return undefined; // what is far longer is not worth a look
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** The one way to write an address of 4 or 16 bytes (RFC 5952 for IPv6). Throws DecodeError for other lengths. */
export function showIpAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length === 16) return showIpv6(bytes);
  throw new DecodeError("IP address", "length", `expected 4 or 16 bytes, got ${bytes.length}`);
}

/** Whether two texts are one address; what follows a `%` (the interface of a link-local address) is left aside. */
export function sameIpAddress(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => parseIpAddress(text.replace(/%.*$/, "")));
  return first !== undefined && second !== undefined && showIpAddress(first) === showIpAddress(second);
}

function parseIpv4(text: string): Uint8Array<ArrayBuffer> | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => DECIMAL.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return Uint8Array.from(parts, Number);
}

function parseIpv6(text: string): Uint8Array<ArrayBuffer> | undefined {
  const sides = withoutIpv4(text)?.split("::");
  if (sides === undefined || sides.length > 2) return undefined;
  const [before, after = []] = sides.map((side) => side === "" ? [] : side.split(":"));
  const missing = 8 - before!.length - after.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...before!, ...Array<string>(missing).fill("0"), ...after];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16)]),
  );
}

/** `::ffff:192.0.2.1` as two groups more (RFC 4291, 2.2). */
function withoutIpv4(text: string): string | undefined {
  const dotted = /^(.*:)([^:]*\.[^:]*)$/.exec(text);
  if (dotted === null) return text;
  const bytes = parseIpv4(dotted[2]!);
  if (bytes === undefined) return undefined;
  const [a, b, c, d] = bytes;
  return `${dotted[1]}${(a! << 8 | b!).toString(16)}:${(c! << 8 | d!).toString(16)}`;
}

function showIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8 | bytes[2 * i + 1]!).toString(16));
  const { at, length } = longestZeros(groups);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, at).join(":")}::${groups.slice(at + length).join(":")}`;
}

/** The longest run of zero groups, the first of equals (RFC 5952, 4.2.3). */
function longestZeros(groups: readonly string[]): { at: number; length: number } {
  let longest = { at: 0, length: 0 };
  for (let at = 0; at < groups.length; at++) {
    const end = groups.findIndex((group, i) => i >= at && group !== "0");
    const length = (end === -1 ? groups.length : end) - at;
    if (length > longest.length) longest = { at, length };
  }
  return longest;
}
