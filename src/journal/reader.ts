import { DecodeError } from "../protocol/decode_error.ts";
import type { HostEvent } from "../policy/events.ts";
import type { Disk } from "../ports.ts";
import { checkedHash, claimedBatches, claimedHead, decodeJournalLine, GENESIS } from "./line.ts";
import { segmentName, segmentsIn } from "./segments.ts";

/** A place between two events of the journal. */
export interface JournalPosition {
  /** The segment that the next event goes to, and the hash that its first line chains on. */
  readonly segment: number;
  readonly before: string;
  /** Number and hash of the last event before this place; 0 and GENESIS at the very beginning. */
  readonly n: number;
  readonly hash: string;
}

export const JOURNAL_START: JournalPosition = { segment: 1, before: GENESIS, n: 0, hash: GENESIS };

/** The journal is not what was written: something other than a torn end. */
export class JournalDamage extends Error {
  override readonly name = "JournalDamage";
}

export interface JournalTail {
  readonly position: JournalPosition;
  /** Bytes of the last segment that hold whole events, and those after it that a crash left unfinished. */
  readonly soundBytes: number;
  readonly tornBytes: number;
}

/**
 * Reads the journal from the segment of `from` on, checks every line's place in the chain, and gives each event after `from`
 * to `onEvent`. Throws JournalDamage.
 */
export async function readJournal(
  disk: Disk,
  from: JournalPosition,
  onEvent: (event: HostEvent) => void,
): Promise<JournalTail> {
  const segments = segmentsIn(await disk.list()).filter((segment) => segment >= from.segment);
  refuseGaps(segments, from);
  let tail: JournalTail = { position: { ...from, n: 0, hash: from.before }, soundBytes: 0, tornBytes: 0 };
  const scan = new Scan(from, onEvent);
  for (const segment of segments) {
    if (tail.tornBytes > 0) {
      throw damage(segment - 1, "ends in the middle of an event, though another segment follows");
    }
    const bytes = await disk.read(segmentName(segment)) ?? new Uint8Array(0);
    tail = scan.segment(segment, bytes);
  }
  if (tail.position.n < from.n) {
    throw damage(from.segment, `ends before event ${from.n}, which the checkpoint holds`);
  }
  return tail;
}

function refuseGaps(segments: readonly number[], from: JournalPosition): void {
  const first = segments[0];
  if (first === undefined && from.n === 0) return;
  if (first !== from.segment) {
    const alone = from === JOURNAL_START ? ", and there is no state.json that stands for it" : "";
    throw damage(from.segment, `is missing${alone}`);
  }
  segments.forEach((segment, i) => {
    if (segment !== first + i) throw damage(first + i, "is missing");
  });
}

function damage(segment: number, what: string, cause?: unknown): JournalDamage {
  return new JournalDamage(`${segmentName(segment)} ${what}`, { cause });
}

/** Goes through the lines of one segment after another; holds the place in the chain. */
class Scan {
  #n: number | undefined;
  #hash: string;

  constructor(readonly from: JournalPosition, readonly onEvent: (event: HostEvent) => void) {
    if (from.before === GENESIS) this.#n = 0;
    if (from.before === from.hash) this.#n = from.n; // the place is the beginning of its segment
    this.#hash = from.before;
  }

  segment(segment: number, bytes: Uint8Array): JournalTail {
    const before = this.#hash;
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(10, at);
      const end = newline < 0 ? bytes.length : newline;
      const fault = newline < 0 ? "the line is not finished" : this.#line(bytes.subarray(at, end), segment);
      if (fault !== undefined) {
        this.#refuseUnlessTorn(bytes.subarray(at), segment, fault, at === 0);
        break;
      }
      at = end + 1;
    }
    const position = { segment, before, n: this.#n ?? 0, hash: this.#hash };
    return { position, soundBytes: at, tornBytes: bytes.length - at };
  }

  /** Takes one line in; gives back what is wrong with it. */
  #line(line: Uint8Array, segment: number): DecodeError | undefined {
    try {
      const known = this.#numberIfKnown(line);
      if (known === undefined) this.#new(line, segment);
      else this.#known(known, checkedHash(line, this.#hash), segment);
    } catch (error) {
      if (error instanceof DecodeError) return error;
      throw error;
    }
    return undefined;
  }

  /** The number of the event that a line claims to hold, where the checkpoint has that; behind the first that it has not there is none. */
  #numberIfKnown(line: Uint8Array): number | undefined {
    if (this.#n !== undefined && this.#n >= this.from.n) return undefined;
    const claimed = claimedHead(line);
    return claimed !== undefined && claimed.n <= this.from.n ? claimed.n : undefined;
  }

  /** A line whose event is in the checkpoint. */
  #known(n: number, hash: string, segment: number): void {
    this.#follow(n, segment);
    if (n === this.from.n && hash !== this.from.hash) {
      throw damage(segment, `does not belong to the checkpoint (event ${n})`);
    }
    this.#hash = hash;
  }

  #new(line: Uint8Array, segment: number): void {
    const { n, event, hash } = decodeJournalLine(line, this.#hash);
    this.#follow(n, segment);
    this.#hash = hash;
    this.onEvent(event);
  }

  #follow(n: number, segment: number): void {
    if (this.#n !== undefined && n !== this.#n + 1) {
      throw damage(segment, `goes from event ${this.#n} to ${n}`);
    }
    this.#n = n;
  }

  #refuseUnlessTorn(rest: Uint8Array, segment: number, fault: string | Error, atStart: boolean): void {
    const next = (this.#n ?? this.from.n) + 1;
    if (isTornEnd(rest, next)) return;
    const orCut = atStart && segment > this.from.segment
      ? `, or ${segmentName(segment - 1)} ends too early`
      : "";
    throw damage(segment, `is damaged at event ${next}${orCut}`, fault);
  }
}

/**
 * Whether `rest`, the journal's end from a bad line on, is what a crash may leave: of the last batch any part, the rest missing or
 * zero. Then nothing of that batch was acknowledged and it may be cut off. A fault that is neither, or in a batch after which another was
 * begun, is damage to what was synced. `next`: the number of the event that the bad line should hold.
 */
export function isTornEnd(rest: Uint8Array, next: number): boolean {
  const newline = rest.indexOf(10);
  const firstLine = newline < 0 ? rest : rest.subarray(0, newline + 1);
  if (newline >= 0 && !firstLine.includes(0)) return false;
  return !claimedBatches(rest).some((batch) => batch > next);
}
