import type { Link } from "../../ports.ts";
import { equalBytes } from "../../protocol/bytes.ts";
import { type DnsName, sameName } from "../name.ts";
import { RecordClass } from "../numbers.ts";
import { CACHE_FLUSH, type ResourceRecord } from "../record.ts";
import { encodeData, type RecordData, typeOf } from "../record_data.ts";
import { announcedAddresses } from "./links.ts";
import { ALL_SERVICES, hostName, instanceName, SERVICE } from "./names.ts";
import { type ServiceText, textData } from "./text.ts";

/** Somewhere that offers the service, as it is announced. */
export interface AnnouncedService {
  /** Its name for people, 1 to 63 bytes in UTF-8. Where another has it, `NAME (2)` is announced. */
  readonly instance: string;
  /** This computer's name; of a longer one the first label. */
  readonly host: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  /** For people and other programs, such as the publisher's name. */
  readonly text: ServiceText;
  /** Whether the service listens at an address of this computer; it is asked for each. */
  readonly listensAt: (address: string) => boolean;
}

/** What is announced on one link. */
export interface OwnRecords {
  /** Leads from the service to the instance. Others have such a record too. */
  readonly pointer: ResourceRecord;
  /** Leads to the service from the list of all services. */
  readonly listing: ResourceRecord;
  /** SRV and TXT of the instance, which nobody else may have. */
  readonly instance: readonly ResourceRecord[];
  /** A and AAAA of the computer. */
  readonly addresses: readonly ResourceRecord[];
}

/** Seconds, of records that name a computer and of others (RFC 6762, 10). */
const HOST_TTL = 120;
const OTHER_TTL = 4500;

/** Throws DecodeError for a name that cannot be announced, RangeError for a port, priority or weight. */
export function ownRecords(service: AnnouncedService, link: Link): OwnRecords {
  const { port, priority, weight, text } = service;
  const [name, target] = [instanceName(service.instance), hostName(service.host)];
  const addresses = announcedAddresses(link).filter(service.listensAt);
  return {
    pointer: shared(SERVICE, { type: "PTR", target: name }),
    listing: shared(ALL_SERVICES, { type: "PTR", target: SERVICE }),
    instance: [
      unique(name, HOST_TTL, { type: "SRV", priority, weight, port, target }),
      unique(name, OTHER_TTL, textData(text)),
    ],
    addresses: addresses.map((address) => unique(target, HOST_TTL, addressData(address))),
  };
}

/** Whether a record says the same as another, whatever its TTL. */
export function sameRecord(one: ResourceRecord, other: ResourceRecord): boolean {
  return sameName(one.name, other.name) && typeOf(one.data) === typeOf(other.data) &&
    equalBytes(encodeData(one.data), encodeData(other.data));
}

export function addressData(address: string): RecordData {
  return { type: address.includes(":") ? "AAAA" : "A", address };
}

function shared(name: DnsName, data: RecordData): ResourceRecord {
  return { name, recordClass: RecordClass.IN, ttl: OTHER_TTL, data };
}

function unique(name: DnsName, ttl: number, data: RecordData): ResourceRecord {
  return { name, recordClass: RecordClass.IN | CACHE_FLUSH, ttl, data };
}
