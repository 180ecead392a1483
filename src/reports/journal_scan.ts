import { type Line, linesOf, type ReadableDisk } from "../journal/lines.ts";
import { segmentName, segmentsIn } from "../journal/segments.ts";
import { type SeenEvent, seenLine } from "./seen_event.ts";

/** How far a scan has come. */
export interface ScanProgress {
  readonly bytes: number;
  /** Bytes that the journal had when the scan began. */
  readonly of: number;
  readonly events: number;
}

export interface ScanResult {
  /** The time of the oldest event, milliseconds since 1970; null where there is none. */
  readonly since: number | null;
  readonly read: number;
  /** Lines that cannot be read: damaged, or written by a later version. */
  readonly unreadable: number;
}

/**
 * Shows every event of the journal that reports need, in their order, to `see`, with no more memory than a slice of the journal. It
 * takes no lock, and the journal may be written and its oldest segments removed meanwhile: a last line that is not finished is not there yet.
 */
export async function scanJournal(
  disk: ReadableDisk,
  see: (event: SeenEvent) => void,
  onProgress: (progress: ScanProgress) => void = () => {},
): Promise<ScanResult> {
  const segments = segmentsIn(await disk.list());
  const of = await bytesOf(disk, segments);
  const scan = new Scan(see);
  let before = 0;
  for (const segment of segments) {
    let bytes = 0;
    for await (const { lines, end } of linesOf(disk, segment)) {
      for (const line of lines) scan.line(line);
      bytes = end;
      onProgress({ bytes: Math.min(before + bytes, of), of, events: scan.read });
    }
    before += bytes;
  }
  return scan;
}

async function bytesOf(disk: ReadableDisk, segments: readonly number[]): Promise<number> {
  let bytes = 0;
  for (const segment of segments) bytes += await disk.size(segmentName(segment)) ?? 0;
  return bytes;
}

class Scan implements ScanResult {
  since: number | null = null;
  read = 0;
  unreadable = 0;
  readonly #see: (event: SeenEvent) => void;
  readonly #decoder = new TextDecoder();

  constructor(see: (event: SeenEvent) => void) {
    this.#see = see;
  }

  line({ bytes }: Line): void {
    const seen = seenLine(this.#decoder.decode(bytes));
    if (seen === undefined) {
      this.unreadable += 1;
      return;
    }
    this.read += 1;
    this.since ??= seen.time;
    if (seen.event !== undefined) this.#see(seen.event);
  }
}
