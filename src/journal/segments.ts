import type { Disk } from "../ports.ts";

/** Names of the journal's files. */
const NAME = /^journal-(\d{8})\.jsonl$/;

/** A segment is closed, and the next begun, once it is this long. */
export const SEGMENT_BYTES = 16 * 1024 * 1024;

export function segmentName(segment: number): string {
  return `journal-${segment.toString().padStart(8, "0")}.jsonl`;
}

/** The numbers of the segments among the files of a folder, ascending. */
export function segmentsIn(names: readonly string[]): number[] {
  const numbers = names.flatMap((name) => {
    const match = NAME.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
  return numbers.sort((a, b) => a - b);
}

/** What lies behind the last successful sync was never acknowledged, and may read back without being on disk: it is cut off. */
export async function cutBack(
  disk: Disk,
  durable: { readonly segment: number; readonly bytes: number },
): Promise<void> {
  const segments = segmentsIn(await disk.list());
  for (const segment of segments.filter((segment) => segment > durable.segment)) {
    await disk.remove(segmentName(segment));
  }
  if (segments.includes(durable.segment)) await disk.truncate(segmentName(durable.segment), durable.bytes);
  await disk.syncFolder();
}
