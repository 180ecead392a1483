import fc from "fast-check";
import { showIpAddress } from "../../../src/dns/ip_address.ts";
import type { Header, Message, Question } from "../../../src/dns/message.ts";
import { type DnsName, nameOf, ROOT } from "../../../src/dns/name.ts";
import { RecordClass, RecordType } from "../../../src/dns/numbers.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import type { RecordData } from "../../../src/dns/record_data.ts";
import { bytes, u16, u32 } from "../arbitraries.ts";

const someBytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => new Uint8Array(array));
const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9_-]{1,12}$/).map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map((array) => new Uint8Array(array)),
);
export const names: fc.Arbitrary<DnsName> = fc.array(label, { maxLength: 6 }).map(nameOf);

function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;
}

const plainData: fc.Arbitrary<RecordData> = fc.oneof(
  record({
    type: fc.constant("SRV" as const),
    priority: u16,
    weight: u16,
    port: u16,
    target: names,
  }),
  record({ type: fc.constant("A" as const), address: bytes(4).map(showIpAddress) }),
  record({ type: fc.constant("AAAA" as const), address: bytes(16).map(showIpAddress) }),
  record({ type: fc.constant("CNAME" as const), target: names }),
  record({
    type: fc.constant("SOA" as const),
    mname: names,
    rname: names,
    serial: u32,
    refresh: u32,
    retry: u32,
    expire: u32,
    minimum: u32,
  }),
  record({
    type: fc.constant("other" as const),
    number: fc.constantFrom(2, 15, 99),
    bytes: someBytes(40),
  }),
);

export const plainRecords: fc.Arbitrary<ResourceRecord> = record({
  name: names,
  recordClass: fc.constantFrom(RecordClass.IN, RecordClass.NONE),
  ttl: u32,
  data: plainData,
});

/** Of a whole set of records: a type that has a form of its own, without data (RFC 2136, 2.4 and 2.5.2). */
const emptyRecords: fc.Arbitrary<ResourceRecord> = record({
  name: names,
  recordClass: fc.constantFrom(RecordClass.ANY, RecordClass.NONE),
  ttl: fc.constant(0),
  data: record({
    type: fc.constant("other" as const),
    number: fc.constantFrom(RecordType.SRV, RecordType.A),
    bytes: fc.constant(new Uint8Array()),
  }),
});

const opts: fc.Arbitrary<ResourceRecord> = record({
  name: fc.constant(ROOT),
  recordClass: u16,
  ttl: u32,
  data: record({ type: fc.constant("OPT" as const), options: someBytes(40) }),
});

const tsigs: fc.Arbitrary<ResourceRecord> = record({
  name: names,
  recordClass: fc.constant(RecordClass.ANY),
  ttl: fc.constant(0),
  data: record({
    type: fc.constant("TSIG" as const),
    algorithm: names,
    timeSigned: fc.integer({ min: 0, max: 0xffff_ffff_ffff }),
    fudge: u16,
    mac: someBytes(64),
    originalId: u16,
    error: u16,
    otherData: someBytes(8),
  }),
});

const header: { [K in keyof Header]: fc.Arbitrary<Header[K]> } = {
  id: u16,
  response: fc.boolean(),
  opcode: fc.integer({ min: 0, max: 15 }),
  authoritative: fc.boolean(),
  truncated: fc.boolean(),
  recursionDesired: fc.boolean(),
  recursionAvailable: fc.boolean(),
  authenticData: fc.boolean(),
  checkingDisabled: fc.boolean(),
  rcode: fc.integer({ min: 0, max: 15 }),
};

const questions: fc.Arbitrary<Question> = record({ name: names, type: u16, questionClass: u16 });
const section = fc.array(fc.oneof(plainRecords, emptyRecords), { maxLength: 3 });

export const messages: fc.Arbitrary<Message> = record({
  ...header,
  questions: fc.array(questions, { maxLength: 2 }),
  answers: section,
  authorities: section,
  additionals: fc.tuple(
    section,
    fc.option(opts, { nil: undefined }),
    fc.option(tsigs, { nil: undefined }),
  ).map(([plain, opt, tsig]) => [...plain, ...[opt, tsig].filter((one) => one !== undefined)]),
});
