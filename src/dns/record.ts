import { ByteWriter, concat } from "../protocol/bytes.ts";
import { DecodeError } from "../protocol/decode_error.ts";
import type { MessageReader } from "./message_reader.ts";
import { type DnsName, encodeName } from "./name.ts";
import { RecordClass, RecordType } from "./numbers.ts";
import { decodeData, encodeData, type RecordData, typeOf } from "./record_data.ts";

export interface ResourceRecord {
  readonly name: DnsName;
  /** RecordClass; in an OPT record the sender's longest datagram; in multicast DNS with CACHE_FLUSH, or without. */
  readonly recordClass: number;
  /** Seconds; in an OPT record flags. */
  readonly ttl: number;
  readonly data: RecordData;
}

export function encodeRecord({ name, recordClass, ttl, data }: ResourceRecord): Uint8Array<ArrayBuffer> {
  const bytes = encodeData(data);
  const head = new ByteWriter(10).u16(typeOf(data)).u16(recordClass).u32(ttl).u16(bytes.length);
  return concat(encodeName(name), head.bytes, bytes);
}

/** Added to the class of a record that nobody but its sender has (RFC 6762, 10.2). */
export const CACHE_FLUSH = 0x8000;

/** In multicast DNS CACHE_FLUSH is no part of the class. Throws DecodeError. */
export function decodeRecord(reader: MessageReader, { multicast = false } = {}): ResourceRecord {
  const name = reader.name();
  const [type, recordClass, ttl, length] = [reader.u16(), reader.u16(), reader.u32(), reader.u16()];
  const data = reader.within(
    length,
    (): RecordData =>
      isPlain(type, multicast ? recordClass & ~CACHE_FLUSH : recordClass, length)
        ? decodeData(type, reader)
        : { type: "other", number: type, bytes: reader.rest() },
  );
  if (type === RecordType.TSIG && (recordClass !== RecordClass.ANY || ttl !== 0)) {
    throw new DecodeError("TSIG record", "range", "its class is not ANY or its TTL not 0"); // RFC 8945, 4.2
  }
  return { name, recordClass, ttl, data };
}

/** Whether data is what its type says: in other classes types mean other things, and updates name types without data (RFC 2136, 2.4 and 2.5). */
function isPlain(type: number, recordClass: number, length: number): boolean {
  if (type === RecordType.TSIG || type === RecordType.OPT) return true;
  return recordClass === RecordClass.IN || recordClass === RecordClass.NONE && length > 0;
}
