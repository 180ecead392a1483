import { ByteWriter, concat } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import { MessageReader } from "./message_reader.ts";
import { type DnsName, encodeName, ROOT } from "./name.ts";
import { decodeRecord, encodeRecord, type ResourceRecord } from "./record.ts";

/** A message's first 4 bytes (RFC 1035, 4.1.1; RFC 4035, 3.2). */
export interface Header {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  /** The lower 4 bits: see rcodeOf(). */
  readonly rcode: number;
}

export interface Question {
  readonly name: DnsName;
  readonly type: number;
  readonly questionClass: number;
}

/** In an update the sections are zone, prerequisites, updates and additional data (RFC 2136, 2). */
export interface Message extends Header {
  readonly questions: readonly Question[];
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

const FLAGS = {
  response: 0x8000,
  authoritative: 0x0400,
  truncated: 0x0200,
  recursionDesired: 0x0100,
  recursionAvailable: 0x0080,
  authenticData: 0x0020,
  checkingDisabled: 0x0010,
} as const;
type Flag = keyof typeof FLAGS;
const FLAG_NAMES = Object.keys(FLAGS) as Flag[];

export function encodeMessage(message: Message): Uint8Array<ArrayBuffer> {
  const { questions, answers, authorities, additionals } = message;
  const head = new ByteWriter(12).u16(message.id).u16(flagsOf(message));
  for (const section of [questions, answers, authorities, additionals]) head.u16(section.length);
  return concat(
    head.bytes,
    ...questions.map(encodeQuestion),
    ...[...answers, ...authorities, ...additionals].map(encodeRecord),
  );
}

/** Throws DecodeError. */
export function decodeMessage(bytes: Uint8Array, form = { multicast: false }): Message {
  return readMessage(bytes, form).message;
}

/** The message, and where its last record begins (for what is before it is what TSIG signs). Throws DecodeError. */
export function readMessage(
  bytes: Uint8Array,
  form = { multicast: false },
): { message: Message; lastRecordAt: number } {
  const reader = new MessageReader(bytes);
  const { header, questions, counts } = readHead(reader);
  let lastRecordAt = reader.at;
  const sections = counts.map((count) =>
    times(count, () => {
      lastRecordAt = reader.at;
      return decodeRecord(reader, form);
    })
  );
  reader.done();
  const [answers, authorities, additionals] = sections as [
    ResourceRecord[],
    ResourceRecord[],
    ResourceRecord[],
  ];
  refuseMisplaced([...answers, ...authorities], additionals);
  return { message: { ...header, questions, answers, authorities, additionals }, lastRecordAt };
}

/** Header and questions, whatever comes after them: a truncated answer may end anywhere (RFC 2181, 9). Throws DecodeError. */
export function decodeHead(bytes: Uint8Array): Header & { readonly questions: readonly Question[] } {
  const { header, questions } = readHead(new MessageReader(bytes));
  return { ...header, questions };
}

/** The whole rcode, with the upper bits that are in the OPT record (RFC 6891, 6.1.3). */
export function rcodeOf({ rcode, additionals }: Message): number {
  const opt = additionals.find(({ data }) => data.type === "OPT");
  return (opt === undefined ? 0 : opt.ttl >>> 24 << 4) | rcode;
}

function readHead(reader: MessageReader) {
  const [id, flags, asked] = [reader.u16(), reader.u16(), reader.u16()];
  const counts = [reader.u16(), reader.u16(), reader.u16()];
  return { header: headerOf(id, flags), questions: times(asked, () => decodeQuestion(reader)), counts };
}

function flagsOf(header: Header): number {
  const bits = FLAG_NAMES.reduce((sum, name) => sum | (header[name] ? FLAGS[name] : 0), 0);
  if (header.opcode > 15 || header.rcode > 15) throw new RangeError("opcode and rcode have 4 bits");
  return bits | header.opcode << 11 | header.rcode;
}

function headerOf(id: number, flags: number): Header {
  const bits = Object.fromEntries(FLAG_NAMES.map((name) => [name, (flags & FLAGS[name]) !== 0]));
  return { id, opcode: flags >> 11 & 15, rcode: flags & 15, ...bits as Record<Flag, boolean> };
}

function encodeQuestion({ name, type, questionClass }: Question): Uint8Array {
  return concat(encodeName(name), new ByteWriter(4).u16(type).u16(questionClass).bytes);
}

function decodeQuestion(reader: MessageReader): Question {
  return { name: reader.name(), type: reader.u16(), questionClass: reader.u16() };
}

/** Grows as it reads: a count that the message does not hold allocates nothing. */
function times<T>(count: number, read: () => T): T[] {
  const values: T[] = [];
  while (values.length < count) values.push(read());
  return values;
}

/** One OPT at the root (RFC 6891, 6.1.1) and one TSIG that comes last (RFC 8945, 5.1), both in the additional section. */
function refuseMisplaced(before: readonly ResourceRecord[], additionals: readonly ResourceRecord[]): void {
  const ofType = (records: readonly ResourceRecord[], type: string) =>
    records.filter(({ data }) => data.type === type);
  const opts = ofType(additionals, "OPT");
  const misplaced = ofType(before, "OPT").length > 0 || opts.length > 1 ||
    opts.some(({ name }) => name !== ROOT);
  if (misplaced) throw new DecodeError("DNS message", "range", "an OPT record that may not be there");
  if (ofType([...before, ...additionals.slice(0, -1)], "TSIG").length > 0) {
    throw new DecodeError("DNS message", "range", "a TSIG record that is not the last");
  }
}
