import { recordsOf } from "../../../src/dns/aliases.ts";
import type { Message } from "../../../src/dns/message.ts";
import { isWithin } from "../../../src/dns/name.ts";
import { Rcode, RecordType } from "../../../src/dns/numbers.ts";
import type { ResourceRecord } from "../../../src/dns/record.ts";
import type { RecordData } from "../../../src/dns/record_data.ts";
import { answerTo, framed, type Script, type Sent } from "./scripted_dns.ts";

/** A record from a line such as `_volact._tcp.example. 300 SRV 0 0 1688 host.example.`. */
export function recordOf(line: string): ResourceRecord {
  const [name, ttl, type, ...words] = line.split(" ");
  return { name: name!, recordClass: 1, ttl: Number(ttl), data: dataOf(type!, words) };
}

function dataOf(type: string, words: readonly string[]): RecordData {
  const [first = "", ...others] = words;
  switch (type) {
    case "A":
    case "AAAA":
      return { type, address: first };
    case "CNAME":
      return { type, target: first };
    case "SRV": {
      const [weight, port] = others.map(Number);
      return { type, priority: Number(first), weight: weight!, port: port!, target: others[2]! };
    }
    case "SOA": {
      const numbers = { serial: 1, refresh: 3600, retry: 600, expire: 86_400, minimum: 60 };
      return { type, mname: first, rname: "hostmaster.example.", ...numbers };
    }
    default:
      throw new RangeError(`a record of type ${type} is not made here`);
  }
}

/** Answers questions from these records as their authoritative server, and takes every update without a change. */
export function servingRecords(...lines: readonly string[]): Script {
  const records = lines.map(recordOf);
  return (sent) => {
    const bytes = answerTo(sent, sent.message.opcode === 0 ? answerFrom(records, sent) : {});
    return [sent.transport === "udp" ? bytes : framed(bytes)];
  };
}

function answerFrom(records: readonly ResourceRecord[], { message }: Sent): Partial<Message> {
  const [question] = message.questions;
  const { name, type } = question!;
  const direct = recordsOf(records, name, type);
  const answers = direct.length > 0 ? direct : recordsOf(records, name, RecordType.CNAME);
  const authorities = answers.length > 0
    ? []
    : records.filter(({ name: zone, data }) => data.type === "SOA" && isWithin(name, zone));
  const exists = records.some((record) => isWithin(record.name, name));
  return { authoritative: true, answers, authorities, rcode: exists ? Rcode.NOERROR : Rcode.NXDOMAIN };
}
