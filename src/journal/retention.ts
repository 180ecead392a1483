import { EventId, type HostEvent } from "../policy/events.ts";
import type { Disk } from "../ports.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { claimedEvent, parseJournalLine } from "./line.ts";
import { linesBefore, linesOf, type ReadableDisk } from "./lines.ts";
import { SEGMENT_BYTES, segmentName, segmentsIn } from "./segments.ts";

/** How much of the journal is kept. */
export interface JournalLimits {
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly maxAge: number;
}

export interface Pruning {
  readonly limits: JournalLimits;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Time that has passed for certain, milliseconds since 1970: a clock that is ahead makes no event too old. */
  readonly believed: number;
  /** The segment that the last checkpoint on disk stands in: it and all after it are kept, whatever the limits say. */
  readonly needed: number;
}

/** The limits are kept to about a sixteenth: so long is a segment, and for so long is one written to. */
const PARTS = 16;
const LEAST_SEGMENT_BYTES = 1024 * 1024;
const DAY = 86_400_000;

/** The length at which a segment is closed. */
export function segmentBytesFor({ maxBytes }: JournalLimits): number {
  return Math.min(SEGMENT_BYTES, Math.max(LEAST_SEGMENT_BYTES, Math.floor(maxBytes / PARTS)));
}

/** Whether the first event of a segment is so old that another is to be begun, or the age limit would find nothing to remove. */
export async function isLongOpen(
  disk: ReadableDisk,
  segment: number,
  { limits, now }: Pick<Pruning, "limits" | "now">,
): Promise<boolean> {
  const first = await firstTime(disk, segment);
  return first !== undefined && now - first > Math.max(DAY, limits.maxAge / PARTS);
}

/**
 * Removes the oldest segments until the journal is within its limits, or down to those that are needed. `record` must resolve once the
 * event, which says where the journal begins from now on, is on disk: only then anything goes.
 */
export async function pruneJournal(
  disk: Disk,
  pruning: Pruning,
  record: (event: HostEvent) => Promise<void>,
): Promise<void> {
  const segments = segmentsIn(await disk.list());
  const removed = segments.slice(0, await countToRemove(disk, segments, pruning));
  const last = removed.at(-1);
  if (last === undefined) return;
  const end = await endOf(disk, last);
  await record({
    id: EventId.journalPruned,
    time: pruning.now,
    events: end.n,
    segment: last + 1,
    before: end.hash,
  });
  for (const segment of removed) await disk.remove(segmentName(segment));
  await disk.syncFolder();
}

async function countToRemove(
  disk: ReadableDisk,
  segments: readonly number[],
  { limits, believed, needed }: Pruning,
): Promise<number> {
  const sizes = await Promise.all(
    segments.map(async (segment) => await disk.size(segmentName(segment)) ?? 0),
  );
  let left = sizes.reduce((sum, size) => sum + size, 0);
  for (const [i, segment] of segments.entries()) {
    const tooLong = left > limits.maxBytes;
    const tooOld = (await lastTime(disk, segment) ?? Infinity) < believed - limits.maxAge;
    if (segment >= needed || !(tooLong || tooOld)) return i;
    left -= sizes[i]!;
  }
  return segments.length;
}

/** Number and hash of a segment's last event; 0 and nothing where its end cannot be read. */
async function endOf(disk: ReadableDisk, segment: number): Promise<{ n: number; hash: string }> {
  const line = await lastLine(disk, segment);
  try {
    return line === undefined ? { n: 0, hash: "" } : parseJournalLine(line);
  } catch (error) {
    if (error instanceof DecodeError) return { n: 0, hash: "" };
    throw error;
  }
}

async function lastTime(disk: ReadableDisk, segment: number): Promise<number | undefined> {
  const line = await lastLine(disk, segment);
  return line === undefined ? undefined : claimedEvent(line)?.time;
}

async function lastLine(disk: ReadableDisk, segment: number): Promise<Uint8Array | undefined> {
  const size = await disk.size(segmentName(segment)) ?? 0;
  for await (const { lines } of linesBefore(disk, segment, size)) return lines.at(-1)?.bytes;
  return undefined;
}

async function firstTime(disk: ReadableDisk, segment: number): Promise<number | undefined> {
  for await (const { lines: [first] } of linesOf(disk, segment)) {
    return first === undefined ? undefined : claimedEvent(first.bytes)?.time;
  }
  return undefined;
}
