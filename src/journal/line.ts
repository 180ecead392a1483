import { createHash, hash as digest } from "node:crypto";
import { DecodeError } from "../protocol/decode_error.ts";
import { parseJson } from "../protocol/json.ts";
import { eventSchemaFor, type HostEvent } from "../policy/events.ts";
import * as v from "valibot";

/** Where an event stands in the journal. */
export interface LineHead {
  /** Number of the event, from 1, without gaps over all segments. */
  readonly n: number;
  /** Number of the first event of the batch that was written and synced together with this one. */
  readonly b: number;
}

export interface JournalLine extends LineHead {
  readonly event: HostEvent;
  /** What the next line chains on. */
  readonly hash: string;
}

/** What the first line of the first segment chains on. */
export const GENESIS = "";

const HASH_CHARACTERS = 43; // base64url of 32 bytes
const TAIL = `,"h":"`;
const TAIL_BYTES = TAIL.length + HASH_CHARACTERS + 2;
const WHAT = "journal line";
const HEAD = /^\{"n":(\d{1,15}),"b":(\d{1,15}),/;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** One line of JSON, its newline included. `previous`: the hash of the line before. */
export function encodeJournalLine(
  head: LineHead,
  event: HostEvent,
  previous: string,
): { text: string; hash: string } {
  const opening = `{"n":${head.n},"b":${head.b},${JSON.stringify(event).slice(1, -1)}`;
  const hash = chainText(previous, opening);
  return { text: `${opening}${TAIL}${hash}"}\n`, hash };
}

/** Reads one line, without its newline, and checks its place in the chain. Throws DecodeError. */
export function decodeJournalLine(line: Uint8Array, previous: string): JournalLine {
  const text = decodeText(line);
  checkHash(line, previous, hashIn(text));
  return parseText(text);
}

/** Reads one line without regard to its place in the chain. Throws DecodeError. */
export function parseJournalLine(line: Uint8Array): JournalLine {
  return parseText(decodeText(line));
}

function parseText(text: string): JournalLine {
  const head = HEAD.exec(text);
  if (head === null) {
    throw new DecodeError(WHAT, "text", "it does not begin with the numbers of event and batch");
  }
  const hash = hashIn(text);
  const opening = text.length - TAIL_BYTES;
  const event = parseJson(v.unknown(), `{${text.slice(head[0].length, opening)}}`, WHAT);
  return { n: Number(head[1]), b: Number(head[2]), hash, event: parseEvent(event) };
}

/** Checks the place in the chain alone, for lines whose events are in the checkpoint already. Throws DecodeError. */
export function checkedHash(line: Uint8Array, previous: string): string {
  const hash = hashIn(decodeText(line.subarray(-TAIL_BYTES)));
  checkHash(line, previous, hash);
  return hash;
}

function checkHash(line: Uint8Array, previous: string, hash: string): void {
  if (chain(previous, line.subarray(0, -TAIL_BYTES)) === hash) return;
  throw new DecodeError(WHAT, "checksum", "its hash does not follow from the line and the one before");
}

/** Stands for the line before the first of all. */
export const NO_LINE = new Uint8Array(0);

/**
 * Whether a line follows from the one before. `before`: NO_LINE at the journal's beginning; undefined where it is not at hand. What cannot be
 * told is taken for so: a line before that ends with no hash, or that was removed by the journal's limits.
 */
export function followsOn(line: Uint8Array, before: Uint8Array | undefined): boolean {
  try {
    const previous = before === NO_LINE ? GENESIS : before && claimedHash(before);
    if (previous !== undefined) checkedHash(line, previous);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

function claimedHash(line: Uint8Array): string | undefined {
  try {
    return hashIn(decodeText(line.subarray(-TAIL_BYTES)));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** The hash at the end of a line. Throws DecodeError where there is none. */
function hashIn(text: string): string {
  const end = text.slice(-TAIL_BYTES);
  if (end.length === TAIL_BYTES && end.startsWith(TAIL) && end.endsWith(`"}`)) {
    return end.slice(TAIL.length, -2);
  }
  throw new DecodeError(WHAT, "text", "it does not end with a hash");
}

/** The place that a line claims, without regard to the chain; undefined where it cannot be told. */
export function claimedHead(line: Uint8Array): LineHead | undefined {
  const match = HEAD.exec(new TextDecoder().decode(line.subarray(0, 64)));
  return match === null ? undefined : { n: Number(match[1]), b: Number(match[2]) };
}

/** Number and time of the event that a line claims to hold; undefined where that takes reading all of it. */
export function claimedEvent(line: Uint8Array): { readonly id: number; readonly time: number } | undefined {
  const match = /^\{"n":\d{1,15},"b":\d{1,15},"id":(\d{1,9}),"time":(\d{1,15}),/.exec(
    new TextDecoder().decode(line.subarray(0, 100)),
  );
  return match === null ? undefined : { id: Number(match[1]), time: Number(match[2]) };
}

/**
 * The batches that the lines within `bytes` claim to be of, those too that damage has run together: no text within a line looks
 * like a line's head, for its quotes are escaped.
 */
export function claimedBatches(bytes: Uint8Array): number[] {
  const heads = new TextDecoder().decode(bytes).matchAll(/\{"n":\d{1,15},"b":(\d{1,15}),/g);
  return Array.from(heads, ([, batch]) => Number(batch));
}

function parseEvent(event: unknown): HostEvent {
  const result = v.safeParse(eventSchemaFor(event), event);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new DecodeError(WHAT, "range", `${v.getDotPath(issue) ?? "event"}: ${issue.message}`);
}

/** As chain() gives it for the text's UTF-8, in one call: a host waits for it with every request. */
function chainText(previous: string, opening: string): string {
  return digest("sha256", previous + opening, "base64url");
}

function chain(previous: string, opening: Uint8Array): string {
  return createHash("sha256").update(previous).update(opening).digest("base64url");
}

function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new DecodeError(WHAT, "text", "not UTF-8", { cause });
  }
}
