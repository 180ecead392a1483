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

/** Bytes that are read at once: a millisecond or two of work for whoever reads the events in them. */
export const SLICE_BYTES = 128 * 1024;

/**
 * The lines of a segment from byte `from` on, in slices. Nothing where there is no such segment. What is longer than a slice is no
 * event of ours: it comes in pieces, which cannot be read.
 */
export async function* linesOf(disk: ReadableDisk, segment: number, from = 0): AsyncGenerator<Lines> {
  for (let at = from;;) {
    const bytes = await disk.readPart(segmentName(segment), at, SLICE_BYTES);
    if (bytes === undefined) return;
    const atEnd = bytes.length < SLICE_BYTES;
    const length = bytes.lastIndexOf(10) + 1 || (atEnd ? 0 : bytes.length);
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

/** The lines of a segment that end at byte `end` or before, in slices, the last slice first. */
export async function* linesBefore(
  disk: ReadableDisk,
  segment: number,
  end: number,
): AsyncGenerator<{ readonly lines: readonly Line[]; readonly start: number; readonly end: number }> {
  for (let to = end; to > 0;) {
    const from = Math.max(0, to - SLICE_BYTES);
    const bytes = await disk.readPart(segmentName(segment), from, to - from);
    if (bytes === undefined) return;
    const whole = bytes.lastIndexOf(10) + 1;
    const cut = from === 0 ? 0 : bytes.subarray(0, Math.max(0, whole - 1)).indexOf(10) + 1;
    const start = from + cut;
    yield { lines: splitLines(bytes.subarray(cut, whole), from + cut), start, end: from + whole };
    to = start;
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
