import { toHex } from "../../protocol/bytes.ts";
import type { Message, Question } from "../message.ts";
import { type DnsName, sameName } from "../name.ts";
import { RecordType } from "../numbers.ts";
import type { ResourceRecord } from "../record.ts";
import { encodeData, type SrvData, typeOf } from "../record_data.ts";
import { isReachable } from "./links.ts";
import { instanceOf, isHostName, SERVICE } from "./names.ts";
import { question } from "./packets.ts";
import { readText, type ServiceText } from "./text.ts";

/** One instance as far as it is known: where it is said to be, and what of itself. */
export interface GatheredService {
  readonly instance: string;
  readonly ttl: number;
  readonly offer: Omit<SrvData, "type">;
  readonly addresses: readonly string[];
  readonly text: ServiceText;
}

/** Records beyond so many are passed over, so that nobody fills the memory. */
const MOST_RECORDS = 512;
/** Known answers that go along with a question: all must go into one datagram. */
const MOST_KNOWN = 12;
/** Addresses of one computer that are tried. */
const MOST_ADDRESSES = 8;

/** What responses have said of the service. Anybody on the link may have said it. */
export class Gathered {
  /** By type and name, and there by their data, so that a flood of them costs no more than reading it. */
  readonly #sets = new Map<string, Map<string, ResourceRecord>>();
  #size = 0;

  /** Takes from a response what is of the service; TTL 0 takes it back (RFC 6762, 10.1). */
  add({ answers, additionals }: Message): void {
    for (const record of [...answers, ...additionals]) {
      if (isOfService(record)) this.#take(record);
    }
  }

  /** The instances that a question for all of them need not be answered with. */
  known(): ResourceRecord[] {
    return this.#of(SERVICE, RecordType.PTR).slice(0, MOST_KNOWN);
  }

  /** What is still to be asked: all instances, and what is missing of those that are known. */
  questions(): Question[] {
    const missing = this.#instances().flatMap((name) => {
      const offers = this.#offers(name);
      if (offers.length === 0) return [question(name, RecordType.SRV), question(name, RecordType.TXT)];
      return offers.filter(({ data }) => this.#addresses(data.target).length === 0).flatMap(({ data }) =>
        [RecordType.A, RecordType.AAAA].map((type) => question(data.target, type))
      );
    });
    return [question(SERVICE, RecordType.PTR), ...missing];
  }

  services(): GatheredService[] {
    return this.#instances().flatMap((name) =>
      this.#offers(name).map(({ ttl, data: { type: _, ...offer } }) => ({
        instance: instanceOf(name)!,
        ttl,
        offer,
        addresses: this.#addresses(offer.target),
        text: this.#text(name),
      }))
    );
  }

  #instances(): DnsName[] {
    return this.#of(SERVICE, RecordType.PTR).flatMap(({ data }) => data.type === "PTR" ? [data.target] : []);
  }

  #offers(name: DnsName): { readonly ttl: number; readonly data: SrvData }[] {
    return this.#of(name, RecordType.SRV).flatMap(({ ttl, data }) =>
      data.type === "SRV" ? [{ ttl, data }] : []
    );
  }

  #addresses(target: DnsName): string[] {
    const records = [RecordType.A, RecordType.AAAA].flatMap((type) => this.#of(target, type));
    return records.flatMap(({ data }) => data.type === "A" || data.type === "AAAA" ? [data.address] : [])
      .slice(0, MOST_ADDRESSES);
  }

  #text(name: DnsName): ServiceText {
    const data = this.#of(name, RecordType.TXT)[0]?.data;
    return data?.type === "TXT" ? readText(data) : {};
  }

  #of(name: DnsName, type: number): ResourceRecord[] {
    return [...this.#sets.get(setKey(name, type))?.values() ?? []];
  }

  #take(record: ResourceRecord): void {
    const key = setKey(record.name, typeOf(record.data));
    const set = this.#sets.get(key) ?? new Map<string, ResourceRecord>();
    const dataKey = toHex(encodeData(record.data));
    if (set.delete(dataKey)) this.#size -= 1;
    if (record.ttl === 0 || this.#size >= MOST_RECORDS) return;
    this.#sets.set(key, set.set(dataKey, record));
    this.#size += 1;
  }
}

function setKey(name: DnsName, type: number): string {
  return `${type} ${name.toLowerCase()}`;
}

function isOfService({ name, data }: ResourceRecord): boolean {
  switch (data.type) {
    case "PTR":
      return sameName(name, SERVICE) && instanceOf(data.target) !== undefined;
    case "SRV":
      return instanceOf(name) !== undefined && isHostName(data.target) && data.port > 0;
    case "TXT":
      return instanceOf(name) !== undefined;
    case "A":
    case "AAAA":
      return isHostName(name) && isReachable(data.address);
    default:
      return false;
  }
}
