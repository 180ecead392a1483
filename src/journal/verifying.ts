import { EventId, type HostEvent } from "../policy/events.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { checkedHash, decodeJournalLine, GENESIS, type JournalLine, parseJournalLine } from "./line.ts";
import { type Line, linesOf, type ReadableDisk } from "./lines.ts";
import { isTornEnd } from "./reader.ts";
import { segmentName, segmentsIn } from "./segments.ts";

/** How far the chain was checked. */
export interface VerifiedPlace {
  readonly segment: number;
  /** The byte at which the next line begins, and its number in the file, from 1. */
  readonly at: number;
  readonly line: number;
  /** Number and hash of the last event; 0 and nothing at the beginning of a journal whose first files were removed. */
  readonly n: number;
  readonly hash: string;
}

/** The first line that is not as it was written. */
export interface JournalFault {
  readonly file: string;
  /** From 1; null where the file as a whole is missing, or too much of it. */
  readonly line: number | null;
  /** Number of the event that should stand there; 0 where it cannot be told. */
  readonly n: number;
  readonly reason: string;
}

export interface Verified {
  readonly place: VerifiedPlace;
  /** Events and bytes that were checked this time. */
  readonly events: number;
  readonly bytes: number;
  /** Number of the first event that is kept; null where none is, or it was not seen this time. */
  readonly first: number | null;
  readonly fault: JournalFault | undefined;
  /** Whether an event was seen that says why the journal begins where it does: event 12331. */
  readonly explained: boolean;
  /** Whether the end of the journal was reached. */
  readonly done: boolean;
  /** Bytes at the end that are being written, or that a crash left: the next start of the host cuts them off. */
  readonly unfinished: number;
}

/** An event that the checkpoint holds: the journal must have it, with that hash. */
export interface ExpectedEvent {
  readonly n: number;
  readonly hash: string;
}

/** So much is checked at once: a tenth of a second of work, with turns of the event loop between slices. */
const STEP_BYTES = 4 * 1024 * 1024;

/**
 * Checks the chain of hashes on from `from` (the beginning of what is kept, where it is left out) for some megabytes, or to the first
 * fault. The journal may be written meanwhile.
 */
export async function verifyJournal(
  disk: ReadableDisk,
  from: VerifiedPlace | undefined,
  expected: ExpectedEvent | undefined,
): Promise<Verified> {
  const segments = segmentsIn(await disk.list());
  const check = new Check(from ?? beginningOf(segments[0]), expected);
  const fault = await check.run(disk, segments);
  return { ...check.result(), fault };
}

function beginningOf(segment = 1): VerifiedPlace {
  return { segment, at: 0, line: 1, n: 0, hash: GENESIS };
}

class Check {
  #place: VerifiedPlace;
  readonly #expected: ExpectedEvent | undefined;
  #events = 0;
  #bytes = 0;
  #first: number | null = null;
  #explained = false;
  #pruned: Extract<HostEvent, { id: typeof EventId.journalPruned }> | undefined;
  #done = false;
  #unfinished = 0;

  constructor(from: VerifiedPlace, expected: ExpectedEvent | undefined) {
    this.#place = from;
    this.#expected = expected;
  }

  result(): Omit<Verified, "fault"> {
    return {
      place: this.#place,
      events: this.#events,
      bytes: this.#bytes,
      first: this.#first,
      explained: this.#explained,
      done: this.#done,
      unfinished: this.#unfinished,
    };
  }

  async run(disk: ReadableDisk, segments: readonly number[]): Promise<JournalFault | undefined> {
    const last = segments.at(-1) ?? 0;
    if (this.#place.segment < (segments[0] ?? 1)) this.#place = beginningOf(segments[0]); // removed since the step before
    for (let segment = this.#place.segment; segment <= last; segment++) {
      if (!segments.includes(segment)) return this.#fault(null, "the file is missing", segment);
      if (segment > this.#place.segment) this.#place = { ...this.#place, segment, at: 0, line: 1 };
      const fault = await this.#segment(disk, segments);
      if (fault !== undefined || this.#bytes >= STEP_BYTES || this.#unfinished > 0) return fault;
    }
    this.#done = true;
    return this.#end();
  }

  async #segment(disk: ReadableDisk, segments: readonly number[]): Promise<JournalFault | undefined> {
    const { segment, at } = this.#place;
    for await (const { lines, unfinished } of linesOf(disk, segment, at)) {
      for (const line of lines) {
        const reason = this.#line(line);
        if (reason !== undefined) return await this.#faultOrTorn(disk, segment === segments.at(-1), reason);
      }
      const misbegun = await this.#beginning(disk, segments[0]!);
      if (misbegun !== undefined) return misbegun;
      if (unfinished > 0) {
        return await this.#faultOrTorn(disk, segment === segments.at(-1), "the line is not finished");
      }
      if (this.#bytes >= STEP_BYTES) return undefined;
    }
    return undefined;
  }

  /** Takes one line in; gives back what is wrong with it. */
  #line({ at, bytes }: Line): string | undefined {
    try {
      const line = this.#decode(bytes);
      const reason = this.#disorder(line);
      if (reason !== undefined) return reason;
      const { segment, line: number } = this.#place;
      this.#place = { segment, at: at + bytes.length + 1, line: number + 1, n: line.n, hash: line.hash };
      this.#events += 1;
      this.#bytes += bytes.length + 1;
      if (line.event.id === EventId.journalPruned) this.#pruned = line.event;
      return undefined;
    } catch (error) {
      if (error instanceof DecodeError) return error.message;
      throw error;
    }
  }

  /** Of a journal whose first files were removed the first line chains on what is not there any more: event 12331 says on what. */
  #decode(bytes: Uint8Array): JournalLine {
    const { n, segment } = this.#place;
    if (n > 0 || segment === 1) return decodeJournalLine(bytes, this.#place.hash);
    const line = parseJournalLine(bytes);
    this.#first = line.n;
    return line;
  }

  #disorder({ n, b, hash }: JournalLine): string | undefined {
    const { n: before, segment } = this.#place;
    if (before === 0 && segment === 1) this.#first = n;
    if ((before > 0 || segment === 1) && n !== before + 1) return `event ${n} follows on event ${before}`;
    if (b > n) return `event ${n} stands in a batch that begins with event ${b}`;
    if (n !== this.#expected?.n || hash === this.#expected.hash) return undefined;
    return "it is another event than the one that the checkpoint (state.json) holds";
  }

  /** Whether the first line that is kept is the one that was, as an event says that was read since. */
  async #beginning(disk: ReadableDisk, firstSegment: number): Promise<JournalFault | undefined> {
    const pruned = this.#pruned;
    this.#pruned = undefined;
    if (pruned?.segment !== firstSegment || pruned.before === "") return undefined;
    for await (const { lines: [first] } of linesOf(disk, firstSegment)) {
      if (first === undefined || followsOn(first.bytes, pruned.before)) break;
      const file = segmentName(firstSegment);
      const n = pruned.events + 1;
      return {
        file,
        line: 1,
        n,
        reason: "it is not the one that event 12331 names, which says where the journal begins",
      };
    }
    this.#explained = true;
    return undefined;
  }

  /** A torn end is no damage: nothing of it was ever acknowledged. */
  async #faultOrTorn(disk: ReadableDisk, inLast: boolean, reason: string): Promise<JournalFault | undefined> {
    const { segment, at, n } = this.#place;
    const size = await disk.size(segmentName(segment)) ?? at;
    const rest = await disk.readPart(segmentName(segment), at, size - at) ?? new Uint8Array(0);
    if (!inLast || !isTornEnd(rest, n + 1)) return this.#fault(this.#place.line, reason);
    this.#unfinished = rest.length;
    this.#done = true;
    return this.#end();
  }

  #end(): JournalFault | undefined {
    const { n } = this.#place;
    if (this.#expected === undefined || n >= this.#expected.n) return undefined;
    return this.#fault(
      null,
      `it ends with event ${n}, though the checkpoint (state.json) holds event ${this.#expected.n}`,
    );
  }

  #fault(line: number | null, reason: string, segment = this.#place.segment): JournalFault {
    const { n } = this.#place;
    return { file: segmentName(segment), line, n: n === 0 && segment > 1 ? 0 : n + 1, reason };
  }
}

function followsOn(line: Uint8Array, previous: string): boolean {
  try {
    checkedHash(line, previous);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
