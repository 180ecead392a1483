import { concat } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";

/**
 * A domain name as zone files write it, absolute, with its last dot: `_volact._tcp.example.com.`, the root `.`. Characters that mean
 * something there are escaped as `\.`, bytes that are no printable ASCII as `\DDD` (RFC 1035, 5.1): it is safe to be shown.
 */
export type DnsName = string;

export const ROOT: DnsName = ".";
const LONGEST_LABEL = 63;
/** With the lengths of its labels and the final 0 (RFC 1035, 2.3.4). */
const LONGEST_NAME = 255;

/** Reads a name with or without its last dot, which is taken as absolute either way. Throws DecodeError. */
export function parseName(text: string): DnsName {
  return nameOf(labelsOf(text));
}

/** The name of these labels, first one first. Throws DecodeError where it is too long. */
export function nameOf(labels: readonly Uint8Array[]): DnsName {
  let size = 1;
  for (const { length } of labels) {
    if (length === 0) throw new DecodeError("DNS name", "length", "it has an empty label");
    if (length > LONGEST_LABEL) {
      throw new DecodeError(
        "DNS name",
        "length",
        `a label has ${length} bytes, at most ${LONGEST_LABEL} fit`,
      );
    }
    size += 1 + length;
  }
  if (size > LONGEST_NAME) {
    throw new DecodeError("DNS name", "length", `it has ${size} bytes, at most ${LONGEST_NAME} fit`);
  }
  return labels.length === 0 ? ROOT : labels.map((label) => `${showLabel(label)}.`).join("");
}

/** The bytes of a name without compression. Throws DecodeError where it is none. */
export function encodeName(name: DnsName): Uint8Array<ArrayBuffer> {
  const labels = labelsOf(parseName(name));
  return concat(...labels.flatMap((label) => [Uint8Array.of(label.length), label]), Uint8Array.of(0));
}

/** Names are one whatever the case of their ASCII letters (RFC 4343). */
export function sameName(one: DnsName, other: DnsName): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The name without its first label; undefined for the root. */
export function parentOf(name: DnsName): DnsName | undefined {
  return name === ROOT ? undefined : nameOf(labelsOf(name).slice(1));
}

/** Whether a name is that of the zone or below it. */
export function isWithin(name: DnsName, zone: DnsName): boolean {
  for (let above: DnsName | undefined = name; above !== undefined; above = parentOf(above)) {
    if (sameName(above, zone)) return true;
  }
  return false;
}

/** The bytes of a name's labels, first one first. Throws DecodeError. */
export function labelsOf(text: string): Uint8Array<ArrayBuffer>[] {
  if (text === ROOT) return [];
  const labels: number[][] = [[]];
  for (const piece of text.matchAll(/\\(\d{3})|\\([!-/:-~])|([^])/g)) {
    if (piece[3] === ".") labels.push([]);
    else labels.at(-1)!.push(byteOf(piece));
  }
  if (labels.length > 1 && labels.at(-1)!.length === 0) labels.pop();
  return labels.map((label) => Uint8Array.from(label));
}

function byteOf([, digits, escaped, plain]: RegExpMatchArray): number {
  const byte = digits === undefined ? (escaped ?? plain)!.charCodeAt(0) : Number(digits);
  if (byte > 255 || plain !== undefined && !/^[!-[\]-~]$/.test(plain)) {
    throw new DecodeError("DNS name", "text", "it has a character that must be escaped there");
  }
  return byte;
}

function showLabel(label: Uint8Array): string {
  return Array.from(label, showByte).join("");
}

function showByte(byte: number): string {
  const char = String.fromCharCode(byte);
  if (/^["$().;@\\]$/.test(char)) return `\\${char}`;
  return byte > 0x20 && byte < 0x7f ? char : `\\${byte.toString().padStart(3, "0")}`;
}
