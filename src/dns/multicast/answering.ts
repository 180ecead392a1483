import type { Message } from "../message.ts";
import { CACHE_FLUSH, type ResourceRecord } from "../record.ts";
import { type OwnRecords, sameRecord } from "./own_records.ts";
import { asksFor, responsePacket } from "./packets.ts";

export interface Answer {
  readonly answers: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
}

/** Seconds that one who asked a single question may keep the answer, for nobody tells him when it changes (RFC 6762, 6.7). */
const LEGACY_TTL = 10;

/** What a query asks of ours, but for what it says that the asker knows already (RFC 6762, 7.1). */
export function answersTo(query: Message, own: OwnRecords): ResourceRecord[] {
  const all = [own.pointer, own.listing, ...own.instance, ...own.addresses];
  return all.filter((record) =>
    query.questions.some((asked) => asksFor(asked, record)) &&
    !query.answers.some((known) => sameRecord(known, record) && known.ttl >= record.ttl / 2)
  );
}

/** Answers with what the asker will need next (RFC 6763, 12). */
export function withAdditionals(answers: readonly ResourceRecord[], own: OwnRecords): Answer {
  const types = answers.map(({ data }) => data.type);
  const more = [
    ...answers.includes(own.pointer) ? own.instance : [],
    ...answers.includes(own.pointer) || types.includes("SRV") ? own.addresses : [],
    ...types.includes("A") || types.includes("AAAA") ? own.addresses : [],
  ];
  return { answers, additionals: [...new Set(more)].filter((record) => !answers.includes(record)) };
}

/** The answer to one who asks as he would ask a DNS server: with his ID and question, and without what he does not know (RFC 6762, 6.7). */
export function legacyPacket(query: Message, { answers, additionals }: Answer): Uint8Array<ArrayBuffer> {
  const plain = (record: ResourceRecord) => ({
    ...record,
    recordClass: record.recordClass & ~CACHE_FLUSH,
    ttl: Math.min(record.ttl, LEGACY_TTL),
  });
  return responsePacket({
    id: query.id,
    questions: query.questions,
    answers: answers.map(plain),
    additionals: additionals.map(plain),
  });
}
