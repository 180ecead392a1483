import type { Disk } from "../ports.ts";
import { segmentName } from "./segments.ts";

export type ReadableDisk = Pick<Disk, "list" | "readPart" | "size">;

/** One line of a segment, without its newline, and the byte at which it begins. */
export interface Line {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** The byte after the last of them. */
  readonly end: number;
  /** Bytes after that which no newline ends, where the segment ends there; else 0. */
  readonly unfinished: number;
}

/** Bytes that are read at once: about a millisecond of work for whoever reads the events in them. */
export const SLICE_BYTES = 32 * 1024;
/** No event of ours is longer. */
export const LONGEST_LINE = 1024 * 1024;

/**
 * The lines of a segment from byte `from` on, in slices. Nothing where there is no such segment. What is longer than any event comes in
 * pieces, which cannot be read.
 */
export async function* linesOf(disk: ReadableDisk, segment: number, from = 0): AsyncGenerator<Lines> {
  for (let at = from;;) {
    const read = await wholeLinesFrom(disk, segmentName(segment), at);
    if (read === undefined) return;
    const { bytes, length, atEnd } = read;
    const end = at + length;
    yield {
      lines: splitLines(bytes.subarray(0, length), at),
      end,
      unfinished: atEnd ? bytes.length - length : 0,
    };
    if (atEnd) return;
    at = end;
  }
}

/** `length`: how many of the bytes are whole lines. */
async function wholeLinesFrom(
  disk: ReadableDisk,
  name: string,
  at: number,
): Promise<{ bytes: Uint8Array; length: number; atEnd: boolean } | undefined> {
  for (let asked = SLICE_BYTES;; asked *= 2) {
    const bytes = await disk.readPart(name, at, asked);
    if (bytes === undefined) return undefined;
    const atEnd = bytes.length < asked;
    const length = bytes.lastIndexOf(10) + 1;
    if (length > 0 || atEnd) return { bytes, length, atEnd };
    if (asked >= LONGEST_LINE) return { bytes, length: bytes.length, atEnd };
  }
}

/** The lines of a segment that end at byte `end` or before, in slices, the last slice first; `slice`: bytes that are read at once. */
export async function* linesBefore(
  disk: ReadableDisk,
  segment: number,
  end: number,
  slice = SLICE_BYTES,
): AsyncGenerator<{ readonly lines: readonly Line[]; readonly start: number; readonly end: number }> {
  for (let to = end; to > 0;) {
    const read = await wholeLinesBefore(disk, segmentName(segment), to, slice);
    if (read === undefined) return;
    const { from, bytes, cut, whole } = read;
    yield { lines: splitLines(bytes.subarray(cut, whole), from + cut), start: from + cut, end: from + whole };
    to = from + cut;
  }
}

/** Bytes before `to`, of which those from `cut` to `whole` are whole lines. */
async function wholeLinesBefore(
  disk: ReadableDisk,
  name: string,
  to: number,
  slice: number,
): Promise<{ from: number; bytes: Uint8Array; cut: number; whole: number } | undefined> {
  for (let asked = slice;; asked *= 2) {
    const from = Math.max(0, to - asked);
    const bytes = await disk.readPart(name, from, to - from);
    if (bytes === undefined) return undefined;
    const whole = bytes.lastIndexOf(10) + 1;
    const cut = from === 0 ? 0 : bytes.subarray(0, Math.max(0, whole - 1)).indexOf(10) + 1;
    if (cut > 0 || from === 0 || asked >= LONGEST_LINE) return { from, bytes, cut, whole };
  }
}

/** `at`: the byte of the segment at which `bytes` begin. */
export function splitLines(bytes: Uint8Array, at: number): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    lines.push({ at: at + start, bytes: bytes.subarray(start, end) });
    start = end + 1;
  }
  return lines;
}
