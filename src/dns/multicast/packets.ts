import { DecodeError } from "../../protocol/decode_error.ts";
import { decodeMessage, encodeMessage, type Message, type Question } from "../message.ts";
import { type DnsName, sameName } from "../name.ts";
import { ANY_TYPE, Opcode, RecordClass } from "../numbers.ts";
import { CACHE_FLUSH, type ResourceRecord } from "../record.ts";
import { typeOf } from "../record_data.ts";

type Sections = Partial<Pick<Message, "id" | "questions" | "answers" | "authorities" | "additionals">>;

/** A message of multicast DNS; undefined where the bytes are none, or one to be ignored (RFC 6762, 18). */
export function readPacket(bytes: Uint8Array): Message | undefined {
  try {
    const message = decodeMessage(bytes, { multicast: true });
    return message.opcode === Opcode.QUERY && message.rcode === 0 ? message : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

export function queryPacket(sections: Sections): Uint8Array<ArrayBuffer> {
  return encodeMessage({ ...EMPTY, ...sections });
}

export function responsePacket(sections: Sections): Uint8Array<ArrayBuffer> {
  return encodeMessage({ ...EMPTY, response: true, authoritative: true, ...sections });
}

export function question(name: DnsName, type: number): Question {
  return { name, type, questionClass: RecordClass.IN };
}

/** Whether a question asks for a record. Its class's highest bit only says how the answer may come (RFC 6762, 5.4). */
export function asksFor({ name, type, questionClass }: Question, record: ResourceRecord): boolean {
  const wantedClass = questionClass & ~CACHE_FLUSH;
  return sameName(name, record.name) && (type === typeOf(record.data) || type === ANY_TYPE) &&
    (wantedClass === RecordClass.IN || wantedClass === RecordClass.ANY);
}

const EMPTY: Message = {
  id: 0,
  response: false,
  opcode: Opcode.QUERY,
  authoritative: false,
  truncated: false,
  recursionDesired: false,
  recursionAvailable: false,
  authenticData: false,
  checkingDisabled: false,
  rcode: 0,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};
