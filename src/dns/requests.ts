import type { Random } from "../ports.ts";
import { encodeMessage, type Message, type Question } from "./message.ts";
import { type DnsName, ROOT } from "./name.ts";
import { Opcode, RecordClass, RecordType } from "./numbers.ts";
import type { ResourceRecord } from "./record.ts";
import type { SrvData } from "./record_data.ts";

/** The longest datagram that is asked for and sent: it goes through without fragments (RFC 9715). */
export const MOST_UDP_BYTES = 1232;

/** A message to a server and its bytes, which may be signed. */
export interface Request {
  readonly message: Message;
  readonly bytes: Uint8Array;
}

/** One change of an update: a record that is to be there, or exactly one that is not. */
export interface Change {
  readonly kind: "add" | "delete";
  readonly name: DnsName;
  readonly ttl: number;
  readonly data: SrvData;
}

/** A question to a resolver, with EDNS unless the server does not know it. */
export function makeQuery(random: Random, name: DnsName, type: number, { edns = true } = {}): Request {
  const question = { name, type, questionClass: RecordClass.IN };
  return requestOf(random, {
    opcode: Opcode.QUERY,
    recursionDesired: true,
    questions: [question],
    additionals: edns ? [edns0] : [],
  });
}

/** An update of a zone (RFC 2136). The server does all of the changes, in their order, or none. */
export function makeUpdate(random: Random, zone: DnsName, changes: readonly Change[]): Request {
  const question = { name: zone, type: RecordType.SOA, questionClass: RecordClass.IN };
  return requestOf(random, {
    opcode: Opcode.UPDATE,
    recursionDesired: false,
    questions: [question],
    authorities: changes.map(recordOf),
  });
}

const edns0: ResourceRecord = {
  name: ROOT,
  recordClass: MOST_UDP_BYTES,
  ttl: 0,
  data: { type: "OPT", options: new Uint8Array() },
};

/** RFC 2136, 2.5.1 and 2.5.4: a record to delete has class NONE and TTL 0. */
function recordOf({ kind, name, ttl, data }: Change): ResourceRecord {
  if (kind === "add") return { name, recordClass: RecordClass.IN, ttl, data };
  return { name, recordClass: RecordClass.NONE, ttl: 0, data };
}

interface Parts {
  readonly opcode: number;
  readonly recursionDesired: boolean;
  readonly questions: readonly Question[];
  readonly authorities?: readonly ResourceRecord[];
  readonly additionals?: readonly ResourceRecord[];
}

function requestOf(random: Random, parts: Parts): Request {
  const [high, low] = random.bytes(2);
  const message: Message = {
    id: high! << 8 | low!,
    response: false,
    authoritative: false,
    truncated: false,
    recursionAvailable: false,
    authenticData: false,
    checkingDisabled: false,
    rcode: 0,
    answers: [],
    authorities: [],
    additionals: [],
    ...parts,
  };
  return { message, bytes: encodeMessage(message) };
}
